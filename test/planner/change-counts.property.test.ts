// Goal: what a plan is said to change and to delete is what an apply changes and deletes.
// Method: the plans of a tiny universe are applied to the emulator; what is read before and after is
// counted here, as multisets of texts, without looking at the plan.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readGroups } from '../../src/cloud/read-groups.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import type { ListedGroup, LiveGroup } from '../../src/model/group.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { changeCounts } from '../../src/planner/findings/change-counts.ts';
import { massChange } from '../../src/planner/findings/mass-change.ts';
import { runs } from '../runs.ts';
import { applied, lastKind, planned, readLive, valueOf, worldOf } from './in-process.ts';
import { scenarios } from './universe.ts';

test('counts of what changes and what goes are those of an apply, and limits are exact', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios({ twins: true }), async ({ desired, seeds }) => {
      const { send } = worldOf(seeds);
      const live = await readLive(desired, send);
      const made = planned(desired, live);
      if (!made.ok) throw new Error('refused');
      expect(made.plan.read).toMatchObject(sizeOf(live.groups));
      const counts = changeCounts(made.states, sizeOf(live.groups));
      if (made.plan.steps.length > 0) {
        expect(lastKind(await applied(made.plan, send))).toBe('verified');
      }
      const after = await readAfter(desired, live.groups, send);
      const changed = recount(live.groups, after, contentOf);
      const deleted = recount(live.groups, after, identityOf);
      expect(counts).toEqual({
        before: sizeOf(live.groups),
        changed,
        deleted: { ...deleted, groups: live.groups.filter((one) => !find(after, one)).length },
        after: sizeOf(after),
      });
      const deletedMost = Math.max(counts.deleted.groups, counts.deleted.rules);
      const [exact, less] = [deletedMost, deletedMost - 1].map((count) => {
        return massChange(counts, { deletes: { amount: { kind: 'count', count } } }).length;
      });
      expect([exact, less]).toEqual([0, 1]);
      for (const name of ['groups', 'rules'] as const) {
        const [exact, less] = [changed[name], changed[name] - 1].map((count) => {
          return massChange(counts, { [name]: { amount: { kind: 'count', count } } }).length;
        });
        expect([exact, less]).toEqual([0, 1]);
      }
    }),
    { numRuns: runs(200) },
  );
});

/** Those of before that are there, also what was let go of, and new ones. */
async function readAfter(
  desired: DesiredState,
  before: readonly LiveGroup[],
  send: Transport,
): Promise<readonly LiveGroup[]> {
  const { listed, groups } = await readLive(desired, send);
  const isOurs = ({ id }: ListedGroup) => groups.some((one) => one.id === id);
  const letGo = before.flatMap(({ id }) => {
    return listed.filter((one) => one.id === id && !isOurs(one));
  });
  const { account } = desired.target;
  return [...groups, ...valueOf(await readGroups(send, letGo, { account, atOnce: 2 }))];
}

type LiveRuleOf = LiveGroup['rules'][number];

function contentOf({ direction, policy, traffic, peer, local, priority, description }: LiveRuleOf) {
  return JSON.stringify([direction, policy, traffic, peer, local, priority, description]);
}

function identityOf({ direction, policy, traffic, peer, local }: LiveRuleOf): string {
  return JSON.stringify([direction, policy, traffic, peer, local]);
}

/** Groups that differ at all, and rules of before that are not matched after. */
function recount(
  before: readonly LiveGroup[],
  after: readonly LiveGroup[],
  textOf: (rule: LiveRuleOf) => string,
) {
  let [groups, rules] = [0, 0];
  for (const group of before) {
    const now = find(after, group);
    if (now === undefined || wholeOf(now) !== wholeOf(group)) groups += 1;
    // Twins share their identity: what is there once at the end stands for both of them.
    const left = now?.rules.map(textOf) ?? [];
    for (const text of group.rules.map(textOf)) {
      const index = left.indexOf(text);
      if (index < 0) rules += 1;
      else if (textOf === contentOf) left.splice(index, 1);
    }
  }
  return { groups, rules };
}

function wholeOf({ tags, rules, ...group }: LiveGroup): string {
  const { cloudName, description, innerAccessPolicy, inResourceGroup } = group;
  const sorted = Object.entries(tags).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const texts = rules.map(contentOf).toSorted();
  return JSON.stringify([
    cloudName,
    description,
    innerAccessPolicy,
    inResourceGroup,
    sorted,
    texts,
  ]);
}

function find(groups: readonly LiveGroup[], { id }: LiveGroup): LiveGroup | undefined {
  return groups.find((one) => one.id === id);
}

function sizeOf(groups: readonly LiveGroup[]) {
  return { groups: groups.length, rules: groups.flatMap(({ rules }) => rules).length };
}
