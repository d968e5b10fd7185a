// Goal: a group of 200 rules is looked at whole within the budget, and past the budget the checks say
// so, and say nothing that may be wrong.
// Method: made groups, with classes of packets counted and not timed.
import { expect, test } from 'vitest';
import { classesMaxUsual } from '../../src/checks/run-checks.ts';
import { packetClasses } from '../../src/reach/packet-classes.ts';
import { loaded, parseGroups } from '../desired/workspace-text.ts';
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
  let count = 0;
  packetClasses(rules, {
    direction: 'ingress',
    ofInterest: () => true,
    together: 2,
    visit: () => {
      count += 1;
      return true;
    },
  });
  expect(count).toBeGreaterThan(1000);
  expect(count).toBeLessThan(classesMaxUsual / 10);
  const codes = checked(largeGroup()).findings.map(({ code }) => code);
  expect(codes).not.toContain('check-incomplete');
});

test('past the budget there is one finding that says so, and none about how rules stand', () => {
  const { findings } = checked(largeGroup(), { classesMax: 100 });
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
