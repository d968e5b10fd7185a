// Plans for random states of the tiny universe, with what is known of the interfaces: everything,
// or nothing. And what the proof and brute force need of them.
import fc from 'fast-check';
import { readGroups } from '../../src/cloud/read-groups.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { GroupContent } from '../../src/model/group.ts';
import type { InterfaceId } from '../../src/model/interfaces.ts';
import { withPeerNames, type LiveState } from '../../src/model/live.ts';
import { meetingsOf, type Meetings } from '../../src/model/meetings.ts';
import type { Step } from '../../src/model/step.ts';
import type { GroupStates } from '../../src/planner/order/states.ts';
import {
  momentOf,
  planned,
  readLive,
  valueOf,
  worldOf,
  type World,
} from '../planner/in-process.ts';
import { interfacesOf, type Moment, type Nic } from '../planner/moments.ts';
import { groupNames, othersId, seededId, target } from '../planner/names.ts';
import type { Scenario } from '../planner/universe.ts';

/** Which groups share an interface, with somebody else's group or without; or that nobody knows. */
export type Sharing =
  'unknown' | readonly { readonly groups: readonly GroupName[]; readonly withOthers: boolean }[];

export function sharing(): fc.Arbitrary<Sharing> {
  const interfaces = fc.array(
    fc.record({ groups: fc.subarray(groupNames, { minLength: 1 }), withOthers: fc.boolean() }),
    { minLength: 1, maxLength: 3 },
  );
  return fc.oneof(fc.constant('unknown' as const), interfaces);
}

export interface MadePlan {
  readonly steps: readonly Step[];
  /** Each group of the plan, before it and after each of its steps. */
  readonly states: readonly GroupStates[];
  /** Our groups as they are, by our names. */
  readonly groups: ReadonlyMap<GroupName, GroupContent>;
  readonly meetings: Meetings;
  /** All groups in the cloud's words, and the interfaces on which the plan may be felt. */
  readonly before: Moment;
  readonly nics: readonly Nic[];
}

export async function makePlan(scenario: Scenario, shared: Sharing): Promise<MadePlan> {
  const world = worldOf(scenario.seeds);
  const nics = shared === 'unknown' ? interfacesOf(scenario) : nicsOf(shared, scenario);
  const asRead = await readLive(scenario.desired, world.send);
  const live = shared === 'unknown' ? asRead : await withInterfaces(asRead, nics, world);
  const made = planned(scenario.desired, live);
  if (!made.ok) throw new Error(made.refusals.map(({ message }) => message).join('\n'));
  const names = new Map(groupNames.map((name) => [seededId(name), name]));
  const groups = new Map(
    live.groups.flatMap((group) => {
      const name = names.get(group.id);
      return name === undefined ? [] : [[name, withPeerNames(group, names)]];
    }),
  );
  return {
    steps: made.plan.steps,
    states: made.states,
    groups,
    meetings: shared === 'unknown' ? meetingsOf(unreadable, groups) : knownMeetings(nics, groups),
    before: momentOf(world.emulator),
    nics,
  };
}

const unreadable = { kind: 'unreadable', why: 'not asked for' } as const;

function nicsOf(shared: Exclude<Sharing, 'unknown'>, { surviving }: Scenario): readonly Nic[] {
  return shared.flatMap(({ groups, withOthers }) =>
    (['normal', 'enterprise'] as const).flatMap((type) => {
      const ids = surviving
        .filter(
          (group) => group.type === type && groups.map(seededId).some((id) => id === group.id),
        )
        .map(({ id }) => id);
      return ids.length === 0 ? [] : [{ type, ids: withOthers ? [...ids, othersId] : ids }];
    }),
  );
}

async function withInterfaces(
  live: LiveState,
  nics: readonly Nic[],
  { send }: World,
): Promise<LiveState> {
  const isMet = nics.some(({ ids }) => ids.includes(othersId));
  const others = live.listed.filter(({ id }) => isMet && id === othersId);
  const neighbours = await readGroups(send, others, { account: target.account, atOnce: 1 });
  const all = nics.map(({ ids }, index) => ({
    id: `eni-${index}` as InterfaceId,
    groups: ids.toSorted() as (typeof others)[number]['id'][],
    addresses: [],
  }));
  return { ...live, interfaces: { kind: 'read', all }, neighbours: valueOf(neighbours) };
}

function knownMeetings(
  nics: readonly Nic[],
  groups: ReadonlyMap<GroupName, GroupContent>,
): Meetings {
  const profiles = nics.map(({ ids }) => ({
    groups: groupNames.filter((name) => ids.includes(seededId(name))),
    interfaces: 1,
    instances: 0,
  }));
  return meetingsOf({ kind: 'read', profiles }, groups);
}
