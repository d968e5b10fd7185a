// A target with drift of every kind, and one word wherever people choose words.
import type { ReadTarget } from '../../../src/model/drift.ts';
import type { Cidr } from '../../../src/model/cidr.ts';
import type { GroupId, GroupName } from '../../../src/model/group-identity.ts';
import type { MemberId } from '../../../src/model/member.ts';
import type { Rule } from '../../../src/model/rule.ts';

export const hostileWords = [
  '<script>alert(1)</script>',
  '\u001b[2J\u001b[31m',
  '::error::x',
  '`````',
  '```\n## owned\n```',
  '</details><!--',
  '-->',
  'a\u202eb\u2066c',
  '@admin @org/team <!channel> <@U1>',
  '#12 GH-12 org/repo#12',
  '[x](javascript:alert(1)) ![x](https://evil.example/x.png)',
  'https://evil.example www.evil.example a@evil.example',
  '\r\n\r\n# heading',
  '| a | b |\n|---|---|',
  '😀'.repeat(512),
  '$(touch owned) `touch owned`',
  '\u2028\u2029\u0085',
];

export function readTarget(word: string): ReadTarget {
  const rule: Rule = {
    direction: 'ingress',
    policy: 'accept',
    traffic: { protocol: 'tcp', ports: { kind: 'range', first: 22, last: 22 } },
    peer: { kind: 'cidr', cidr: '0.0.0.0/0' as Cidr },
    priority: 1,
    description: word,
  };
  const source = { file: `groups/${word}.yaml`, line: 3, column: 5 };
  const group = word as GroupName;
  const member = word as MemberId;
  const unexpected = { kind: 'ruleUnexpected', rule } as const;
  return {
    target: {
      name: 'prod',
      account: '1000000000000001',
      region: 'cn-hangzhou',
      vpc: 'vpc-bp1test',
    },
    complete: true,
    drift: true,
    read: { listed: 3, groups: 2, rules: 3 },
    coverage: { groups: { managed: 2, all: 3 }, rules: { managed: 3, all: 3 } },
    groups: [
      {
        ...{ group, id: 'sg-1' as GroupId, source, observed: false },
        differences: [
          { kind: 'attribute', name: 'cloudName', expected: word, found: `${word}-old` },
          { kind: 'tag', key: word, expected: word },
          { kind: 'tag', key: word, found: word },
          unexpected,
          { kind: 'ruleMissing', rule: { ...rule, source } },
          { kind: 'ruleChanged', rule: { ...rule, source }, found: { ...rule, priority: 9 } },
          { kind: 'memberMissing', member },
          { kind: 'memberUnexpected', member },
        ],
      },
      { ...{ group, observed: true, message: word }, differences: [unexpected] },
    ],
    held: [
      {
        ...{ group, id: 'sg-2' as GroupId, until: word, reason: word, message: word },
        differences: [unexpected],
      },
    ],
    leftOut: [{ group, message: word, differences: [{ kind: 'groupMissing', rules: 2 }] }],
    unmanaged: [
      { id: 'sg-3' as GroupId, cloudName: word, kind: 'otherOwner', owner: word },
      { id: 'sg-4' as GroupId, cloudName: word, kind: 'orphan', group },
    ],
    access: {
      risk: 'opens-to-internet',
      incomplete: [],
      changes: [
        {
          effect: 'opens',
          traffic: { direction: 'ingress', protocols: ['tcp'], ports: ['22'] },
          internet: true,
          scopes: [{ groups: [word] }],
          causes: [{ group: word, change: 'added', rule }],
        },
      ],
    },
    notes: [{ code: 'not-managed', group, message: word }],
  };
}
