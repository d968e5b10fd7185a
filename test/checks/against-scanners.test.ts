// Goal: nine rules that published scanners judge wrongly are judged right here.
// Method: the source of each scanner's rule was read: for the Terraform resource
// alicloud_security_group_rule, of Checkov at commit 5238a0b and of KICS at commit 29c50d2. Both look at one rule at a time, and at the text of
// its fields: CKV_ALI_2 and CKV_ALI_3 fail a rule of type ingress whose port_range holds 22 or 3389 and
// whose cidr_ip is 0.0.0.0/0 or missing, and pass one without port_range; neither reads the protocol or
// the policy. The KICS query 2ae9d554 (Public Security Group Rule Sensitive Port) asks that cidr_ip is
// 0.0.0.0/0, and reads no policy either.
import { expect, test } from 'vitest';
import { parseGroups } from '../desired/workspace-text.ts';
import { checked } from './checked.ts';

interface Case {
  readonly scanner: string;
  readonly verdict: 'passes' | 'fails';
  readonly what: string;
  readonly ingress: readonly string[];
  /** The lines of `ingress` that are open, from 1, and by which check; right is the opposite verdict. */
  readonly right: readonly string[];
}

const cases: readonly Case[] = [
  {
    scanner: 'CKV_ALI_2',
    verdict: 'passes',
    what: 'all protocols from 0.0.0.0/0, whose port range is -1/-1',
    ingress: ['{ protocol: all, source: 0.0.0.0/0 }'],
    right: ['1 any-any', '1 public-admin-port', '1 public-database-port', '1 public-everything'],
  },
  {
    scanner: 'CKV_ALI_2',
    verdict: 'passes',
    what: 'SSH from 0.0.0.0/1, which is half of the internet',
    ingress: ['{ protocol: tcp, ports: 22, source: 0.0.0.0/1 }'],
    right: ['1 public-admin-port'],
  },
  {
    scanner: 'CKV_ALI_3',
    verdict: 'passes',
    what: 'RDP from both halves of the internet',
    ingress: [
      '{ protocol: tcp, ports: 3389, source: 0.0.0.0/1 }',
      '{ protocol: tcp, ports: 3389, source: 128.0.0.0/1 }',
    ],
    right: ['1 public-admin-port', '2 public-admin-port'],
  },
  {
    scanner: 'KICS 2ae9d554',
    verdict: 'passes',
    what: 'SSH from ::/0, which stands in another field',
    ingress: ["{ protocol: tcp, ports: 22, source: '::/0' }"],
    right: ['1 public-admin-port'],
  },
  {
    scanner: 'CKV_ALI_2',
    verdict: 'fails',
    what: 'a rule that drops SSH from everywhere',
    ingress: ['{ policy: drop, protocol: tcp, ports: 22, source: 0.0.0.0/0 }'],
    right: [],
  },
  {
    scanner: 'CKV_ALI_2',
    verdict: 'fails',
    what: 'SSH from a group, which has no cidr_ip',
    ingress: ['{ protocol: tcp, ports: 22, source: { group: bastion } }'],
    right: [],
  },
  {
    scanner: 'CKV_ALI_2',
    verdict: 'fails',
    what: 'UDP 22, where no SSH is',
    ingress: ['{ protocol: udp, ports: 22, source: 0.0.0.0/0 }'],
    right: [],
  },
  {
    scanner: 'CKV_ALI_2',
    verdict: 'fails',
    what: 'an accept of everything up to 1024 behind a drop of SSH',
    ingress: [
      '{ policy: drop, protocol: tcp, ports: 22-23, source: 0.0.0.0/0, priority: 1 }',
      '{ policy: drop, protocol: tcp, ports: 445, source: 0.0.0.0/0, priority: 1 }',
      '{ protocol: tcp, ports: 1-1024, source: 0.0.0.0/0, priority: 2 }',
    ],
    right: [],
  },
];

test.each(cases)('$scanner $verdict $what; the checks do not', ({ verdict, ingress, right }) => {
  expect(exposures(ingress)).toEqual(right);
  expect(right.length > 0).toBe(verdict === 'passes');
});

test('CKV_ALI_2 passes TCP without ports, which Terraform sends as all; here it cannot be written', () => {
  const result = parseGroups({
    'groups/web.yaml': groupText(['{ protocol: tcp, source: 0.0.0.0/0 }']),
  });
  const found = result.ok ? [] : result.findings.map(({ code, severity }) => [code, severity]);
  expect(found).toEqual([['missing-ports', 'error']]);
});

test('there are nine of them', () => {
  expect(cases.length + 1).toBe(9);
});

function exposures(ingress: readonly string[]): readonly string[] {
  return checked(groupText(ingress))
    .findings.filter(({ code }) => code.startsWith('public-') || code === 'any-any')
    .map(({ code, source }) => `${source.line - 2} ${code}`)
    .toSorted();
}

function groupText(ingress: readonly string[]): string {
  const rules = ingress.map((rule) => `  - ${rule}\n`).join('');
  return `name: web\ningress:\n${rules}---\nname: bastion\n`;
}
