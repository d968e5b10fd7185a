// Goal: where groups are at their quota, a plan never needs more than it, on any of its calls, and
// either surprises nobody on the way or says, in a hazard, which traffic when.
// Method: tiny scenarios on an emulator that enforces quotas so tight that the larger of the two
// ends just fits, or little more; every packet of the universe after every call and every rule.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../runs.ts';
import type { Switches } from '../../src/emulator/switches.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { TrafficSet, TrafficWindow } from '../../src/model/traffic-window.ts';
import type { Quotas } from '../../src/model/quota.ts';
import { matches, type Packet } from '../oracle.ts';
import { expectEnd, groupsOf } from './end-state.ts';
import { applied, lastKind, momentOf, planned, readLive, worldOf } from './in-process.ts';
import { interfacesOf, surprisesOn, type Surprise } from './moments.ts';
import { seededId } from './names.ts';
import { scenarios, type Scenario } from './universe.ts';

const batches = fc.constantFrom<Switches['batches']>('atomic', 'inOrder', 'reversed', 'shuffled');

test('a plan keeps the quotas at every call, and names whatever it cuts or opens on the way', async () => {
  const found = { plans: 0, tight: 0, windows: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      scenarios({ twins: false }),
      fc.nat(2),
      batches,
      async (scenario, slack, order) => {
        const rulesPerGroup = largestOf(scenario) + slack;
        const outcome = await run(scenario, { rulesPerGroup }, order);
        found[outcome.kind] += 1;
        if (outcome.kind === 'plans' && outcome.isTight) found.tight += 1;
        if (outcome.kind === 'plans' && outcome.hasWindows) found.windows += 1;
      },
    ),
    { numRuns: runs(1500) },
  );
  // Otherwise this would prove nothing.
  expect(found.tight).toBeGreaterThan(100);
  expect(found.windows).toBeGreaterThan(0);
  expect(found.refused).toBe(0);
});

type Outcome =
  | { readonly kind: 'plans'; readonly isTight: boolean; readonly hasWindows: boolean }
  | { readonly kind: 'refused' };

async function run(
  scenario: Scenario,
  quotas: Partial<Quotas>,
  order: Switches['batches'],
): Promise<Outcome> {
  const { seeds } = scenario;
  const desired = { ...scenario.desired, quotas };
  const limits = { rulesPerGroupMax: quotas.rulesPerGroup ?? 1000 };
  const world = worldOf(seeds, { switches: { batches: order }, limits });
  const before = groupsOf(worldOf(seeds).emulator);
  const made = planned(desired, await readLive(desired, world.send));
  if (!made.ok) {
    expect(made.refusals.map(({ code }) => code)).toContain('quota-exceeded');
    return { kind: 'refused' };
  }
  const { plan } = made;
  const moments = [momentOf(world.emulator)];
  world.emulator.onMutation(() => moments.push(momentOf(world.emulator)));
  world.emulator.onRuleChange(() => moments.push(momentOf(world.emulator)));
  const events = await applied(plan, world.send);
  expect(events.at(-1)).toMatchObject({ kind: 'verified' });

  const windows = plan.hazards.flatMap(({ window }) => window ?? []);
  const ids = new Set(seeds.flatMap(({ id }) => id ?? []));
  const unnamed = surprisesOn(moments, interfacesOf(scenario)).filter(
    (surprise) => isHarm(surprise) && !windows.some((window) => names(window, surprise, ids)),
  );
  expect(unnamed.slice(0, 3)).toEqual([]);
  for (const { limit, peak } of plan.quota) expect(peak).toBeLessThanOrEqual(limit);
  expectEnd(desired, { before, after: groupsOf(world.emulator) });
  const again = planned(desired, await readLive(desired, world.send));
  expect(again.ok && again.plan.steps).toEqual([]);
  expect(lastKind(events)).toBe('verified');
  return { kind: 'plans', isTight: isTight(plan), hasWindows: windows.length > 0 };
}

function isTight({ quota }: Plan): boolean {
  return quota.some(({ peak, limit }) => peak === limit);
}

/** Twins at two priorities aside, as many rules as any group has before or is to have. */
function largestOf({ desired, seeds }: Scenario): number {
  const live = seeds.map(({ rules = [] }) => rules.length);
  const wanted = desired.groups.map((group) =>
    group.state !== 'present' ? 0 : (group.ingress?.length ?? 0) + (group.egress?.length ?? 0),
  );
  // A direction that is not written keeps its rules besides those of the other.
  const both = desired.groups.map((group) => {
    if (group.state !== 'present') return 0;
    const seed = seeds.find(({ id }) => id === seededId(group.name));
    const kept = (seed?.rules ?? []).filter(({ Direction }) =>
      Direction === 'egress' ? group.egress === undefined : group.ingress === undefined,
    );
    if (group.additive !== undefined) {
      return (
        (seed?.rules ?? []).length + (group.ingress?.length ?? 0) + (group.egress?.length ?? 0)
      );
    }
    return kept.length + (group.ingress?.length ?? 0) + (group.egress?.length ?? 0);
  });
  return Math.max(1, ...live, ...wanted, ...both);
}

/** Decided otherwise than both ends agree; to change over twice in between ends is no harm. */
function isHarm({ seen }: Surprise): boolean {
  const [first, last] = [seen[0], seen.at(-1)];
  return first === last && seen.some((verdict) => verdict !== first);
}

function names(
  { effect, groups, traffic }: TrafficWindow,
  { nic, packet, seen }: Surprise,
  ids: ReadonlySet<string>,
): boolean {
  const cut = seen[0] === 'accept';
  return (
    (effect === 'cut') === cut &&
    groups.every((group) => nic.ids.includes(seededId(group))) &&
    traffic.some((set) => holds(set, packet, ids))
  );
}

/** Read off the text of the set, with the oracle's own idea of blocks and ports. */
function holds(set: TrafficSet, packet: Packet, ids: ReadonlySet<string>): boolean {
  const isIn = (texts: readonly string[] | undefined, test: (text: string) => boolean) =>
    texts === undefined || texts.some(test);
  const asRule = { Direction: packet.direction, IpProtocol: 'all' };
  const [peer, local] = packet.direction === 'ingress' ? ['Source', 'Dest'] : ['Dest', 'Source'];
  const side = (name: string, block: string) =>
    block.includes(':') ? { [`Ipv6${name}CidrIp`]: block } : { [`${name}CidrIp`]: block };
  const everyone = side(peer, packet.peer.includes(':') ? '::/0' : '0.0.0.0/0');
  const range = (text: string) => (text.includes('-') ? text.replace('-', '/') : `${text}/${text}`);
  const hasPorts = packet.port > 0;
  const groups = packet.peerGroups;
  return (
    set.direction === packet.direction &&
    isIn(set.protocols, (name) => isProtocol(name, packet.protocol)) &&
    (!hasPorts ||
      (isIn(set.ports, (text) =>
        matches({ ...asRule, ...everyone, PortRange: range(text) }, packet),
      ) &&
        isIn(set.sourcePorts, (text) =>
          matches({ ...asRule, ...everyone, SourcePortRange: range(text) }, packet),
        ))) &&
    isIn(set.peers, (block) => matches({ ...asRule, ...side(peer, block) }, packet)) &&
    isIn(set.locals, (block) =>
      matches({ ...asRule, ...everyone, ...side(local, block) }, packet),
    ) &&
    (set.within ?? []).every((name) => groups.includes(idOf(name, ids))) &&
    (set.without ?? []).every((name) => !groups.includes(idOf(name, ids)))
  );
}

const numbers = { icmp: 1, tcp: 6, udp: 17, gre: 47, icmpv6: 58 } as const;

function isProtocol(text: string, protocol: Packet['protocol']): boolean {
  if (text === 'all' || text === protocol) return true;
  const [first, last] = text.split('-').map(Number);
  const number = numbers[protocol];
  return first !== undefined && last !== undefined && first <= number && number <= last;
}

/** A group that the plan creates has no members, and another id than those that are there. */
function idOf(name: string, ids: ReadonlySet<string>): string {
  const id = name.startsWith('sg-') ? name : seededId(name);
  return ids.has(id) ? id : 'none yet';
}
