// Goal: a waiver silences what it names, where it stands, until it is over; and never more than that.
import { expect, test } from 'vitest';
import { checks } from '../../src/checks/all.ts';
import { readSchema } from '../../src/desired/shape/schema-files.ts';
import { noon } from '../desired/workspace-text.ts';
import { checked } from './checked.ts';

const open = 'protocol: tcp, ports: 22, source: 0.0.0.0/0, description: SSH';

function group(waivers: { readonly group?: string; readonly rule?: string }): string {
  const own = waivers.group === undefined ? '' : `waive: [${waivers.group}]\n`;
  const inRule = waivers.rule === undefined ? '' : `, waive: [${waivers.rule}]`;
  return `name: web
description: Web tier
${own}ingress:
  - { ${open}${inRule} }
  - { protocol: tcp, ports: 23, source: 0.0.0.0/0, description: Telnet }
  - { protocol: icmp, source: 0.0.0.0/0, description: Ping }
`;
}

function waiver(check: string, until = '2026-12-31'): string {
  return `{ check: ${check}, reason: The vendor, until: ${until} }`;
}

function linesOf(text: string) {
  const { findings, waived } = checked(text);
  const lines = (some: typeof findings) => some.map(({ code, source }) => `${source.line} ${code}`);
  return { findings: lines(findings), waived: lines(waived) };
}

test('without a waiver both rules are found', () => {
  const found = ['4 public-admin-port', '5 public-admin-port'];
  expect(linesOf(group({}))).toEqual({ findings: found, waived: [] });
});

test('a waiver in a rule silences that rule, and not its neighbour', () => {
  expect(linesOf(group({ rule: waiver('public-admin-port') }))).toEqual({
    findings: ['5 public-admin-port'],
    waived: ['4 public-admin-port'],
  });
});

test('a waiver in a group silences all of the group, and not the next group', () => {
  const next = `---\nname: next\ndescription: Next\ningress:\n  - { ${open} }\n  - { protocol: icmp, source: 10.0.0.0/8, description: Ping }\n`;
  expect(linesOf(group({ group: waiver('public-admin-port') }) + next)).toEqual({
    findings: ['12 public-admin-port'],
    waived: ['5 public-admin-port', '6 public-admin-port'],
  });
});

test('a waiver that is over silences nothing, and is a finding itself', () => {
  const { findings, waived } = checked(group({ rule: waiver('public-admin-port', '2026-11-26') }));
  expect(findings.map(({ code }) => code)).toEqual([
    'public-admin-port',
    'expired-waiver',
    'public-admin-port',
  ]);
  expect(findings[1]).toMatchObject({
    severity: 'warning',
    source: { line: 4, column: 78 },
    message:
      'the waiver of public-admin-port ("The vendor") was until 2026-11-26 and is over; expected it to go, or a later day',
  });
  expect(waived).toEqual([]);
});

test('a waiver holds to the end of its day in UTC, and then no more', () => {
  const text = group({ group: waiver('public-admin-port', '2026-11-27') });
  const midnight = Date.UTC(2026, 10, 28);
  expect(checked(text, { nowMs: midnight - 1 }).waived).toHaveLength(2);
  expect(checked(text, { nowMs: midnight }).waived).toHaveLength(0);
  const exact = group({ group: waiver('public-admin-port', '2026-11-27T20:00+08:00') });
  expect(checked(exact, { nowMs: noon - 1 }).waived).toHaveLength(2);
  expect(checked(exact, { nowMs: noon }).waived).toHaveLength(0);
});

test('a waiver that silences nothing is a warning, in a group and in a rule', () => {
  expect(linesOf(group({ group: waiver('any-any') })).findings).toContain('3 useless-waiver');
  expect(linesOf(group({ rule: waiver('any-any') })).findings).toContain('4 useless-waiver');
});

test('where a check could not look at everything, its waivers are not called useless', () => {
  const text = group({ group: waiver('shadowed-rule') });
  const { findings } = checked(text, { nodesMax: 1 });
  const codes = new Set(findings.map(({ code }) => code));
  expect(codes).toContain('check-incomplete');
  expect(codes).not.toContain('useless-waiver');
});

test('the schema knows the codes of all checks, for editors and for the message', () => {
  const { waiver: definition } = readSchema('group')['$defs'] as Record<
    string,
    { properties: { check: { enum: string[]; title: string } } }
  >;
  const { enum: codes, title } = definition?.properties.check ?? { enum: [], title: '' };
  const names = checks.map(({ name }) => name);
  expect(codes).toEqual(names);
  expect(title).toBe(`the code of a check: ${names.join(', ')}`);
});
