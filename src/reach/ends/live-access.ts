// Groups as the cloud has them, or will have them after a plan: those of ours by our names, and others
// that share an interface with them by their ids.
import type { Cidr } from '../../model/cidr.ts';
import type { GroupContent } from '../../model/group.ts';
import { groupBy } from '../../model/group-by.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Lists } from '../../model/lists.ts';
import { withPeerName, type LiveState, type NamesById } from '../../model/live.ts';
import { resolveNames } from '../../model/resolve-names.ts';
import { rankedKey, type Rule } from '../../model/rule.ts';
import type { Source } from '../../model/source.ts';
import type { DesiredState } from '../../model/target.ts';
import type { AccessState, StateGroup, StateInterfaces, StateRule } from './access-state.ts';

export interface LiveAccessOptions {
  readonly desired: DesiredState;
  /** Our names for live groups. */
  readonly names: NamesById;
  readonly networks: ReadonlyMap<string, readonly Cidr[]>;
  /** What groups will be after a plan; undefined for one that will be gone. */
  readonly planned?: ReadonlyMap<GroupName, GroupContent | undefined>;
}

/** Who is in which group is as in `live`, whatever is planned: whoever asks moves them first. */
export function liveAccess(live: LiveState, options: LiveAccessOptions): AccessState {
  const { desired, names, networks, planned } = options;
  const written = writtenRules(resolveNames(desired, live).groups);
  const naming = { names, written, lists: live.lists };
  const groups = new Map<string, StateGroup>();
  for (const group of [...live.groups, ...live.neighbours]) {
    const name = names.get(group.id);
    const isOurs = name !== undefined;
    groups.set(name ?? group.id, stateGroup(group, { ...naming, name: name ?? group.id, isOurs }));
  }
  for (const [name, content] of planned ?? []) {
    if (content === undefined) groups.delete(name);
    else groups.set(name, stateGroup(content, { ...naming, name, isOurs: true }));
  }
  const listed = live.listed.filter(({ vpc }) => vpc === desired.target.vpc);
  return {
    kind: planned === undefined ? 'live' : 'planned',
    groups,
    inVpc: new Set([...groups.keys(), ...listed.map(({ id }) => names.get(id) ?? id)]),
    interfaces: stateInterfaces(live, names),
    names,
    networks,
  };
}

interface Naming {
  readonly name: string;
  readonly isOurs: boolean;
  readonly names: NamesById;
  readonly written: ReadonlyMap<string, readonly WrittenPlace[]>;
  readonly lists: Lists;
}

function stateGroup(
  { type, innerAccessPolicy, rules: asRead }: GroupContent,
  { name, isOurs, names, written, lists }: Naming,
): StateGroup {
  const places = new Map(
    (written.get(name) ?? []).map(({ rule, source }) => [
      rankedKey(withPeerName(rule, names)),
      source,
    ]),
  );
  const rules = asRead.map((rule) => {
    const named = withPeerName(rule, names);
    return stateRule(named, places.get(rankedKey(named)));
  });
  return { name, type, innerAccessPolicy, rules, lists, isOurs, unwritten: [] };
}

/** Without what decides nothing, such as the peer as the cloud stores it. */
function stateRule(rule: StateRule, source: Source | undefined): StateRule {
  const { direction, policy, traffic, peer, local, priority, description, id } = rule;
  return {
    ...{ direction, policy, traffic, peer, priority },
    ...(local === undefined ? {} : { local }),
    ...(description === undefined ? {} : { description }),
    ...(id === undefined ? {} : { id }),
    ...(source === undefined ? {} : { source }),
  };
}

interface WrittenPlace {
  readonly group: string;
  readonly rule: Rule;
  readonly source: Source;
}

/** By group: a live rule that decides as one that is written is that one. */
function writtenRules(
  groups: DesiredState['groups'],
): ReadonlyMap<string, readonly WrittenPlace[]> {
  const rules = groups.flatMap((group) =>
    group.state === 'present'
      ? [...(group.ingress ?? []), ...(group.egress ?? [])].map((rule) => {
          return { group: group.name, rule, source: rule.source };
        })
      : [],
  );
  return groupBy(rules, ({ group }) => group);
}

function stateInterfaces({ interfaces }: LiveState, names: NamesById): StateInterfaces {
  if (interfaces.kind === 'unreadable') return { kind: 'unknown', why: interfaces.why };
  const all = interfaces.all.map(({ id, instance, groups, addresses }) => ({
    id,
    ...(instance === undefined ? {} : { instance }),
    groups: [...new Set(groups.map((group) => names.get(group) ?? group))].toSorted(),
    addresses,
  }));
  return { kind: 'read', all };
}
