// What traffic sees while a plan runs: the verdict on every packet at every moment of it.
import { Oracle, type Interface, type Packet, type Verdict, type WireGroup } from '../oracle.ts';
import { othersId } from './names.ts';
import { packets } from './packets.ts';
import type { Scenario } from './universe.ts';

/** All groups at one time, by id. */
export type Moment = ReadonlyMap<string, WireGroup>;

export interface Nic {
  readonly type: Interface['type'];
  readonly ids: readonly string[];
}

const oracle = new Oracle(packets);

/** Each group alone, every combination of one type, and all of these with somebody else's group. */
export function interfacesOf({ surviving }: Pick<Scenario, 'surviving'>): readonly Nic[] {
  return (['normal', 'enterprise'] as const).flatMap((type) => {
    const ids = surviving.filter((group) => group.type === type).map(({ id }) => id);
    return subsets(ids)
      .filter((subset) => subset.length > 0)
      .flatMap((subset) => [
        { type, ids: subset },
        { type, ids: [...subset, othersId] },
      ]);
  });
}

/** A packet that is not decided as before or as after, or that changes over more than once. */
export interface Surprise {
  readonly nic: Nic;
  readonly packet: Packet;
  readonly seen: readonly (Verdict | undefined)[];
}

/**
 * Every packet must be decided as it was before or as it will be after, and change over at most
 * once. Returns what is otherwise, in words.
 */
export function surprises(moments: readonly Moment[], nics: readonly Nic[]): readonly string[] {
  return surprisesOn(moments, nics).map(
    ({ nic, packet, seen }) =>
      `${formatPacket(packet)} at ${nic.ids.join('+')}: ${seen.join(' → ')}`,
  );
}

export function surprisesOn(moments: readonly Moment[], nics: readonly Nic[]): readonly Surprise[] {
  return nics.flatMap((nic) => surprisesAt(nic, moments));
}

function surprisesAt(nic: Nic, moments: readonly Moment[]): readonly Surprise[] {
  const { type, ids } = nic;
  const states = moments.map((moment) => ids.flatMap((id) => moment.get(id) ?? []));
  const found = surprisesAlong(states.map((groups) => ({ type, groups })));
  return found.map((one) => ({ ...one, nic }));
}

/** On one interface, which may be in other groups, and of another type, at one time than at another. */
export function surprisesAlong(states: readonly Interface[]): readonly Omit<Surprise, 'nic'>[] {
  const texts = states.map(({ type, groups }) => `${type} ${trafficText(groups)}`);
  const changed = states.filter((_, index) => texts[index] !== texts[index - 1]);
  const verdicts = changed.map((state) => oracle.decide(state));
  const [first, last] = [verdicts[0], verdicts.at(-1)];
  return packets.flatMap((packet, index) => {
    let changes = 0;
    for (let at = 1; at < verdicts.length; at++) {
      if (verdicts[at]?.[index] !== verdicts[at - 1]?.[index]) changes += 1;
    }
    const isFine = changes === Number(first?.[index] !== last?.[index]);
    return isFine ? [] : [{ packet, seen: verdicts.map((all) => all[index]) }];
  });
}

const texts = new WeakMap<WireGroup, string>();

/** Fields of rules that say nothing of traffic. */
const silent: ReadonlySet<string> = new Set(['SecurityGroupRuleId', 'CreateTime', 'Description']);

/** Equal texts, equal verdicts on every packet. */
export function trafficText(groups: readonly WireGroup[]): string {
  return groups
    .map((group) => {
      const text =
        texts.get(group) ??
        JSON.stringify(
          [group.SecurityGroupId, group.InnerAccessPolicy, group.Permissions],
          (name, value: unknown) => (silent.has(name) ? undefined : value),
        );
      texts.set(group, text);
      return text;
    })
    .join('\n');
}

export function formatPacket({
  direction,
  protocol,
  port,
  peer,
  peerGroups,
  ...ends
}: Packet): string {
  const groups = peerGroups.length === 0 ? '' : ` in ${peerGroups.join('+')}`;
  return `${direction} ${protocol} ${port} of ${peer}${groups} (${Object.values(ends).join(' ')})`;
}

function subsets<Item>(items: readonly Item[]): readonly Item[][] {
  return items.reduce<Item[][]>(
    (found, item) => [...found, ...found.map((subset) => [...subset, item])],
    [[]],
  );
}
