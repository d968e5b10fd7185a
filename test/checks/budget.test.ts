// Goal: a group of 200 rules is looked at whole within the budget, and past the budget the checks say
// so, and say nothing that may be wrong.
// Method: made groups, with nodes of diagrams counted and not timed.
import { expect, test } from 'vitest';
import { defaultNodesMax } from '../../src/reach/access/analysis.ts';
import { lint } from '../../src/reach/access/lint.ts';
import { loaded, parseGroups } from '../desired/workspace-text.ts';
import { complete } from '../reach/access/complete.ts';
import { checked } from './checked.ts';

/** Ports and blocks that overlap, peers that are groups, drops between accepts: 200 rules. */
function largeGroup(): string {
  const rules = Array.from({ length: 200 }, (_, index) => {
    const first = 1 + ((index * 7919) % 60_000);
    const ports = `${first}-${first + (index % 9) * 400}`;
    const peer =
      index % 15 === 0
        ? `{ groupId: sg-bp1example00000000${index % 4} }`
        : `10.${(index * 31) % 256}.0.0/${index % 3 === 0 ? 16 : 18}`;
    const policy = index % 4 === 3 ? 'drop' : 'accept';
    return `  - { policy: ${policy}, protocol: tcp, ports: ${ports}, source: ${peer}, priority: ${1 + (index % 50)} }`;
  });
  return `name: large\ningress:\n${rules.join('\n')}\n`;
}

test('a group of 200 rules is far within the budget', () => {
  const { state } = loaded(parseGroups({ 'groups/fixture.yaml': largeGroup() }));
  const [group] = state.groups;
  const rules = group?.state === 'present' ? (group.ingress ?? []) : [];
  expect(rules).toHaveLength(200);
  const asked = { name: 'large', type: 'normal', innerAccessPolicy: 'drop', rules } as const;
  const { nodes } = complete(lint([asked], { direction: 'ingress' }));
  expect(nodes).toBeGreaterThan(1000);
  expect(nodes).toBeLessThan(defaultNodesMax / 10);
  const codes = checked(largeGroup()).findings.map(({ code }) => code);
  expect(codes).not.toContain('check-incomplete');
});

test('past the budget there is one finding that says so, and none about how rules stand', () => {
  const { findings } = checked(largeGroup(), { nodesMax: 100 });
  const said = findings.filter(({ code }) => code !== 'missing-description');
  expect(said).toEqual([
    {
      severity: 'info',
      code: 'check-incomplete',
      source: { file: 'groups/fixture.yaml', line: 1, column: 1 },
      message:
        'the ingress rules of the group "large" tell more kinds of packets apart than are looked at; expected fewer rules for all checks to be complete',
    },
  ]);
});
