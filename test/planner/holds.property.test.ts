// Goal: whichever groups are held or left out, none of them is touched, and nobody joins or leaves it; who would
// move between one of them and another stays, and the other waits. All else ends as it was written, nothing
// surprises traffic on the way, and planning again finds and says the same.
// Method: random states of the tiny universe, some with machines, with a hold drawn for each live group, on the
// emulator.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planSchemaFault } from '../../src/cli/plan-schema.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { GroupId, GroupName } from '../../src/model/group-identity.ts';
import { holdTags } from '../../src/model/hold.ts';
import type { LiveState } from '../../src/model/live.ts';
import type { Plan, PlanId } from '../../src/model/plan.ts';
import type { WrittenRule } from '../../src/model/rule.ts';
import type { DesiredState } from '../../src/model/target.ts';
import type { FrozenGroups } from '../../src/planner/frozen/reasons.ts';
import { plan } from '../../src/planner/plan.ts';
import { differencesOf } from '../../src/report/differences.ts';
import { furnished, type Story } from '../applier/simulation/machines.ts';
import { placesIn } from '../applier/simulation/places.ts';
import { surprisesInPlaces } from '../applier/simulation/surprises-in-places.ts';
import { witness, type Witness } from '../applier/simulation/witness.ts';
import { runs } from '../runs.ts';
import { expectEnd, groupsOf } from './end-state.ts';
import { allOf } from '../cloud/machine-words.ts';
import { expectHeldMembers } from './held-members.ts';
import { applied, lastKind, momentOf, planned, readLive, worldOf } from './in-process.ts';
import { interfacesOf, surprises } from './moments.ts';
import { groupNames, seededId } from './names.ts';
import { nicsOf, sharings, worldWithInterfaces } from './sharings.ts';
import { scenarios } from './universe.ts';

type Fate = 'held' | 'malformed' | 'over' | 'free' | 'leftOut';

const fates = fc.array(fc.constantFrom<Fate>('held', 'malformed', 'over', 'free', 'leftOut'), {
  minLength: groupNames.length,
  maxLength: groupNames.length,
});

const times: Partial<Record<Fate, string>> = {
  held: '2026-11-22T08:00:01Z',
  over: '2026-11-22T08:00:00Z',
  malformed: 'soon',
};

test('what is left alone is as it was, and all else is as it was written', async () => {
  const seen = { frozen: 0, followers: 0, steps: 0 };
  const moves = { made: 0, waiting: 0 };
  await fc.assert(
    fc.asyncProperty(
      scenarios({ twins: true }),
      fates,
      fc.nat(999),
      async (scenario, drawn, of) => {
        const story = furnished(scenario, of);
        const { desired, machines } = story;
        const fateOf = new Map(groupNames.map((name, index) => [name, drawn[index] ?? 'free']));
        const seeds = scenario.seeds.map((seed) => tagged(seed, fateOf));
        const leftOut: FrozenGroups = new Map(
          groupNames
            .filter((name) => fateOf.get(name) === 'leftOut')
            .map((name) => [name, { kind: 'left-out', why: 'it was drawn' }]),
        );
        const { emulator, send } = worldOf(seeds, machines && { limits: machines.limits });
        if (machines !== undefined) emulator.load(machines.seed);
        const read = () => (machines === undefined ? readLive : allOf)(desired, send);
        const before = groupsOf(emulator);
        const places = placesIn(emulator);
        const made = planFrom(desired, await read(), leftOut);
        expect(planSchemaFault(JSON.parse(JSON.stringify(made)))).toBeUndefined();
        expectCounted(made);

        const seenBy = witness(emulator);
        expect(lastKind(await applied(made, send))).toBe('verified');
        expect(surprisesOf(story, seenBy, made).slice(0, 5)).toEqual([]);

        const frozen = frozenIn(made);
        const moved = expectHeldMembers(story, { frozen, before: places, seenBy, emulator });
        moves.made += moved.made;
        moves.waiting += moved.waiting;
        expectAllDrawn(desired, seeds, { frozen, fateOf });
        const after = groupsOf(emulator);
        expectEnd(withoutFrozen(desired, seeds, frozen), { before, after, kept: frozen });

        const again = planFrom(desired, await read(), leftOut);
        expect(again.steps).toEqual([]);
        expect(frozenNotes(again)).toEqual(withoutNames(frozenNotes(made), letGo(desired, frozen)));
        const isFree = (name: GroupName) => ['over', 'free'].includes(fateOf.get(name) ?? 'free');
        seen.frozen += Number(frozen.size > 0);
        seen.followers += [...frozen].filter(isFree).length;
        seen.steps += Number(frozen.size > 0 && made.steps.length > 0);
      },
    ),
    { numRuns: runs(500) },
  );
  expect(seen.frozen).toBeGreaterThan(250);
  expect(seen.followers).toBeGreaterThan(5);
  expect(seen.steps).toBeGreaterThan(100);
  expect(moves.made).toBeGreaterThan(20);
  expect(moves.waiting).toBeGreaterThan(20);
});

test('beside a group that is left alone, packets are decided as before or as written', async () => {
  const seen = { frozen: 0, torn: 0, steps: 0 };
  await fc.assert(
    fc.asyncProperty(
      scenarios({ twins: true }),
      fates,
      sharings,
      async (scenario, drawn, shared) => {
        const { desired } = scenario;
        const fateOf = new Map(groupNames.map((name, index) => [name, drawn[index] ?? 'free']));
        const seeds = scenario.seeds.map((seed) => tagged(seed, fateOf));
        const nics = nicsOf(shared, scenario);
        const { emulator, send } = worldWithInterfaces({ seeds }, nics);
        const plan = planned(desired, await allOf(desired, send));
        if (!plan.ok) throw new Error(plan.refusals.map(({ message }) => message).join('\n'));
        const moments = [momentOf(emulator)];
        emulator.onMutation(() => moments.push(momentOf(emulator)));
        expect(lastKind(await applied(plan.plan, send))).toBe('verified');
        expect(surprises(moments, nics).slice(0, 5)).toEqual([]);

        const other = worldWithInterfaces(scenario, nics);
        const whole = planned(desired, await allOf(desired, other.send));
        if (!whole.ok) throw new Error(whole.refusals.map(({ message }) => message).join('\n'));
        await applied(whole.plan, other.send);
        const ends = [moments[0], moments.at(-1), momentOf(other.emulator)];
        const found = surprises(
          ends.flatMap((end) => end ?? []),
          nics,
        );
        expect(found.slice(0, 5)).toEqual([]);
        seen.frozen += Number(frozenIn(plan.plan).size > 0);
        seen.torn += Number(
          plan.plan.notes.some(({ message }) => message.includes('its change alone')),
        );
        seen.steps += Number(plan.plan.steps.length > 0);
      },
    ),
    { numRuns: runs(600) },
  );
  expect(seen.frozen).toBeGreaterThan(200);
  expect(seen.steps).toBeGreaterThan(100);
  expect(seen.torn).toBeGreaterThan(2);
});

function tagged(seed: SeedGroup, fateOf: ReadonlyMap<GroupName, Fate>): SeedGroup {
  const name = groupNames.find((one) => seed.id === seededId(one));
  const until = name && times[fateOf.get(name) ?? 'free'];
  const hold = until === undefined ? {} : holdTags({ until, reason: 'INC-42' });
  return { ...seed, tags: { ...seed.tags, ...hold } };
}

function planFrom(desired: DesiredState, live: LiveState, frozen: FrozenGroups): Plan {
  const made = plan(desired, live, {
    id: 'plan' as PlanId,
    createdAt: '2026-11-22T08:00:00Z',
    toolVersion: '0.0.0',
    allowHazards: [],
    frozen,
  });
  if (!made.ok) throw new Error(made.refusals.map(({ message }) => message).join('\n'));
  return made.plan;
}

/** With machines what counts is where they are; without, groups of a type may meet in any combination. */
function surprisesOf({ machines, surviving }: Story, seenBy: Witness, made: Plan) {
  if (machines !== undefined) return surprisesInPlaces(seenBy, made);
  const moments = seenBy.moments.map(({ groups }) => groups);
  return surprises(moments, interfacesOf({ surviving }));
}

function frozenNotes({ notes }: Plan) {
  return notes.filter(({ code }) => code === 'held' || code === 'left-out');
}

function frozenIn({ notes }: Plan): ReadonlySet<GroupName> {
  const left = notes.filter(({ code }) => code === 'held' || code === 'left-out');
  return new Set(left.flatMap(({ group }) => group ?? []));
}

/** The number in the words of a note is that of the lines which a report of drift shows. */
function expectCounted({ notes }: Plan): void {
  for (const { group, undone, message } of notes) {
    if (group === undefined || undone === undefined) continue;
    const count = differencesOf(group, undone).length;
    expect(message).toContain(count === 1 ? '; 1 difference stays' : `; ${count} differences stay`);
  }
}

/** No group that was drawn is forgotten, whether it is there, written, or both. */
function expectAllDrawn(
  { groups }: DesiredState,
  seeds: readonly SeedGroup[],
  {
    frozen,
    fateOf,
  }: { readonly frozen: ReadonlySet<GroupName>; readonly fateOf: ReadonlyMap<GroupName, Fate> },
): void {
  for (const [name, fate] of fateOf) {
    const isThere = seeds.some(({ id }) => id === seededId(name));
    const isWritten = groups.some((group) => group.name === name);
    const isAsked = fate === 'leftOut' ? isThere || isWritten : fate !== 'over' && fate !== 'free';
    if (isAsked && (isThere || fate === 'leftOut')) expect(frozen).toContain(name);
  }
}

/** Groups that had a name here before the plan, and have none after it. */
function letGo({ groups }: DesiredState, frozen: ReadonlySet<GroupName>): ReadonlySet<string> {
  const names = groups.flatMap(({ state, name }) => (state === 'released' ? [name] : []));
  return new Set(names.filter((name) => !frozen.has(name)));
}

function withoutNames(notes: readonly unknown[], names: ReadonlySet<string>): unknown {
  const text = JSON.stringify(notes, (key, value: unknown) => {
    if (key === 'from' && Array.isArray(value)) {
      return value.map((name: string) => (names.has(name) ? seededId(name) : name)).toSorted();
    }
    const { kind, group } = (value ?? {}) as { readonly kind?: unknown; readonly group?: unknown };
    const isNamed = kind === 'group' && typeof group === 'string' && names.has(group);
    return isNamed ? { kind: 'foreignGroup', groupId: seededId(group) } : value;
  });
  return JSON.parse(text);
}

/** What is still to be true: of groups that are not adopted yet, rules mean the ids. */
function withoutFrozen(
  desired: DesiredState,
  seeds: readonly SeedGroup[],
  frozen: ReadonlySet<GroupName>,
): DesiredState {
  const isOwned = ({ tags = {} }: SeedGroup) => tags['sluice:owner'] !== undefined;
  const pending = new Set(
    seeds.filter((seed) => !isOwned(seed)).map(({ id }) => id as GroupId | undefined),
  );
  const byId = (rule: WrittenRule): WrittenRule => {
    if (rule.peer.kind !== 'group' || !frozen.has(rule.peer.group)) return rule;
    const groupId = seededId(rule.peer.group);
    return pending.has(groupId) ? { ...rule, peer: { kind: 'foreignGroup', groupId } } : rule;
  };
  const groups = desired.groups
    .filter(({ name }) => !frozen.has(name))
    .map((group): DesiredGroup => {
      if (group.state !== 'present') return group;
      return { ...group, ingress: group.ingress?.map(byId), egress: group.egress?.map(byId) };
    });
  return { ...desired, groups };
}
