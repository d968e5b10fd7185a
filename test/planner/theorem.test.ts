// Goal: the theorem of the order (src/planner/order/order.ts), exhaustively, for one packet.
// Method: every instance with up to 2 rules that stay, 3 that go and 3 that come, at 6 ranks, with
// both defaults: 395,136 of them. All rules match the packet, so only their ranks count. In every
// wave every subset of its operations may be in force, and each must decide as before or as after;
// no operation that takes effect may turn the decision back.
import { expect, test } from 'vitest';
import { groupBy } from '../../src/model/group-by.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import { rankOf, type LiveRule, type RuleId, type WrittenRule } from '../../src/model/rule.ts';
import { orderEdits, type EditOfGroup } from '../../src/planner/order/order.ts';

const ranks = [2, 3, 4, 5, 6, 7];
const source = { file: 'groups/web.yaml', line: 1, column: 1 };

interface Instance {
  readonly stay: readonly number[];
  readonly go: readonly number[];
  readonly come: readonly number[];
  /** What decides where no rule matches; worse than every rank. */
  readonly fallback: number;
}

test('every packet is decided as before or as after, and changes its decision once', () => {
  const { instances, states, faults } = checkAll(orderEdits);
  expect(faults).toBe(0);
  expect(instances).toBe(395_136);
  expect(states).toBeGreaterThan(1_000_000);
});

test('without layers the same check finds faults', () => {
  const inTwoWaves: typeof orderEdits = (edits) =>
    edits.map((edit) => ({ wave: edit.edit.kind === 'authorize' ? 0 : 1, edit }));
  expect(checkAll(inTwoWaves).faults).toBeGreaterThan(0);
});

test('with revokes first the same check finds faults', () => {
  const backwards: typeof orderEdits = (edits) =>
    edits.map((edit) => ({ wave: edit.edit.kind === 'authorize' ? 1 : 0, edit }));
  expect(checkAll(backwards).faults).toBeGreaterThan(0);
});

function checkAll(order: typeof orderEdits) {
  let [instances, states, faults] = [0, 0, 0];
  for (const stay of multisets(2)) {
    for (const go of multisets(3)) {
      for (const come of multisets(3)) {
        for (const fallback of [1000, 1001]) {
          const found = check({ stay, go, come, fallback }, order);
          instances += 1;
          states += found.states;
          faults += found.faults;
        }
      }
    }
  }
  return { instances, states, faults };
}

function check({ stay, go, come, fallback }: Instance, order: typeof orderEdits) {
  const edits = [...come.map(authorize), ...go.map(revoke)];
  const byWave = groupBy(order(edits), ({ wave }) => wave);
  const waves = [...byWave.keys()].toSorted((a, b) => a - b);

  const [before, after] = [
    decide([...stay, ...go, fallback]),
    decide([...stay, ...come, fallback]),
  ];
  let [states, faults] = [0, 0];
  let inForce = [...stay, ...go, fallback];
  for (const number of waves) {
    const wave = (byWave.get(number) ?? []).map(({ edit }) => edit);
    const decisions = subsetsOf(wave).map((subset) => decide(withEffect(inForce, subset)));
    states += decisions.length;
    faults += decisions.filter((decision) => decision !== before && decision !== after).length;
    faults += turnsBack(decisions, { before, after });
    inForce = withEffect(inForce, wave);
  }
  return { states, faults };
}

/** A subset that decides as after, and with one operation more as before again. */
function turnsBack(
  decisions: readonly boolean[],
  { before, after }: { readonly before: boolean; readonly after: boolean },
): number {
  if (before === after) return 0;
  return decisions.filter((decision, subset) => {
    if (decision !== before) return false;
    const smaller = decisions.filter((_, other) => (other & subset) === other && other !== subset);
    return smaller.includes(after);
  }).length;
}

/** The subset with number n has the operations whose bit is set in n. */
function subsetsOf(wave: readonly EditOfGroup[]): readonly (readonly EditOfGroup[])[] {
  return Array.from({ length: 2 ** wave.length }, (_, bits) =>
    wave.filter((_edit, index) => (bits >> index) & 1),
  );
}

function withEffect(inForce: readonly number[], edits: readonly EditOfGroup[]): number[] {
  const left = [...inForce];
  for (const { edit } of edits) {
    if (edit.kind === 'authorize') left.push(rankOf(edit.after));
    if (edit.kind === 'revoke') left.splice(left.indexOf(rankOf(edit.before)), 1);
  }
  return left;
}

/** The smallest rank decides, and odd ranks accept. */
function decide(inForce: readonly number[]): boolean {
  return Math.min(...inForce) % 2 === 1;
}

function multisets(sizeMax: number): readonly (readonly number[])[] {
  if (sizeMax === 0) return [[]];
  const smaller = multisets(sizeMax - 1);
  const largest = smaller.filter((one) => one.length === sizeMax - 1);
  const grown = largest.flatMap((one) =>
    ranks.filter((rank) => rank >= (one.at(-1) ?? 0)).map((rank) => [...one, rank]),
  );
  return [...smaller, ...grown];
}

function authorize(rank: number, index: number): EditOfGroup {
  return ofWeb({ kind: 'authorize', after: ruleOf(rank, `pl-new${index}`) });
}

function revoke(rank: number, index: number): EditOfGroup {
  return ofWeb({ kind: 'revoke', before: ruleOf(rank, `pl-old${index}`) });
}

function ofWeb(edit: EditOfGroup['edit']): EditOfGroup {
  return { group: 'web' as GroupName, type: 'normal', hasNoMembers: false, edit };
}

/** A prefix list may hold any address, so that any two of these rules meet. */
function ruleOf(rank: number, prefixList: string): WrittenRule & LiveRule {
  return {
    direction: 'ingress',
    policy: rank % 2 === 1 ? 'accept' : 'drop',
    traffic: { protocol: 'all' },
    peer: { kind: 'prefixList', prefixList },
    priority: Math.floor(rank / 2),
    description: '',
    id: prefixList as RuleId,
    source,
  };
}
