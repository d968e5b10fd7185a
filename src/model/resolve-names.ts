// Names in rules that only the live state can tell the ids of: of lists, and of groups of other targets.
import type { DesiredGroup, PresentGroup } from './group.ts';
import type { GroupName } from './group-identity.ts';
import type { ListIds } from './lists.ts';
import type { LiveState } from './live.ts';
import { mapRules, rulesAndPatterns } from './map-rules.ts';
import { uniqueNames, type NamedId } from './named-id.ts';
import { findList, isListId } from './named-lists.ts';
import type { Peer } from './peer.ts';
import { findOtherGroup, otherGroupsIn } from './peer-targets.ts';
import type { Refusal } from './refusal.ts';
import type { Rule } from './rule.ts';
import type { Source } from './source.ts';
import type { DesiredState } from './target.ts';
import { hasPorts, type Traffic } from './traffic.ts';

export interface ResolvedNames {
  readonly groups: readonly DesiredGroup[];
  /** Names of which nobody can tell what they mean, by the group that says them; they stay names. */
  readonly refusals: ReadonlyMap<GroupName, readonly Refusal[]>;
  /** What the names meant, by the group that says them. */
  readonly named: ReadonlyMap<GroupName, readonly NamedId[]>;
}

type Named = Pick<DesiredState, 'owner' | 'target' | 'groups' | 'peerTargets'>;
type Known = Pick<LiveState, 'listed' | 'listNames' | 'lists' | 'peerGroups'>;

/** A group that says no such name is not even copied. */
export function resolveNames(desired: Named, live: Known): ResolvedNames {
  const refusals = new Map<GroupName, readonly Refusal[]>();
  const named = new Map<GroupName, readonly NamedId[]>();
  const groups = desired.groups.map((group) => {
    if (group.state !== 'present' || !saysNames(group)) return group;
    const found = new Map<string, Refusal>();
    const report = (refusal: Refusal) => found.set(JSON.stringify(refusal), refusal);
    const meant: NamedId[] = [];
    const tell = (one: NamedId) => meant.push(one);
    const resolved = resolveGroup(group, { desired, live, report, tell });
    named.set(group.name, uniqueNames(meant));
    if (found.size > 0) refusals.set(group.name, [...found.values()]);
    return resolved;
  });
  return { groups, refusals, named };
}

/** The names of lists, each once: what must be asked for before a plan. */
export function listNamesIn(groups: readonly DesiredGroup[]): ListIds {
  const all = groups.flatMap((group) =>
    group.state === 'present' ? [rulesAndPatterns(group)] : [],
  );
  const peers = [
    ...all.flatMap(({ rules }) => rules.map(({ peer }) => peer)),
    ...all.flatMap(({ patterns }) => patterns.flatMap((one) => one.peers ?? [])),
  ];
  const prefixLists = peers.flatMap((peer) =>
    peer.kind === 'prefixList' && isNamed(peer) ? [peer.prefixList] : [],
  );
  const portLists = all.flatMap(({ rules }) =>
    rules.flatMap(({ traffic }) => namedPortList(traffic) ?? []),
  );
  return { prefixLists: [...new Set(prefixLists)], portLists: [...new Set(portLists)] };
}

/** Whether a rule says the name of a list, so that nobody knows yet which one it is. */
export function saysListName({ peer, traffic }: Pick<Rule, 'peer' | 'traffic'>): boolean {
  return (peer.kind === 'prefixList' && isNamed(peer)) || namedPortList(traffic) !== undefined;
}

function saysNames(group: PresentGroup): boolean {
  const { prefixLists, portLists } = listNamesIn([group]);
  return prefixLists.length + portLists.length + otherGroupsIn([group]).length > 0;
}

interface ResolveContext {
  readonly desired: Named;
  readonly live: Known;
  readonly report: (refusal: Refusal) => void;
  readonly tell: (named: NamedId) => void;
}

function resolveGroup(group: PresentGroup, context: ResolveContext): PresentGroup {
  const silent = { ...context, report: () => undefined, tell: () => undefined };
  return mapRules(group, {
    rule(rule, { isOver }) {
      // What is over may name what is gone as well.
      const place = { ...(isOver ? silent : context), source: rule.source };
      const [peer, traffic] = [resolvePeer(rule.peer, place), resolveTraffic(rule.traffic, place)];
      return peer === rule.peer && traffic === rule.traffic ? rule : { ...rule, peer, traffic };
    },
    pattern(pattern) {
      const { peers, source } = pattern;
      if (peers === undefined) return pattern;
      return { ...pattern, peers: peers.map((peer) => resolvePeer(peer, { ...context, source })) };
    },
  });
}

interface PlaceContext extends ResolveContext {
  readonly source: Source;
}

function resolvePeer(peer: Peer, { desired, live, report, tell, source }: PlaceContext): Peer {
  if (peer.kind === 'groupOfTarget') {
    const found = findOtherGroup(peer, { desired, live });
    if (found.ok) {
      const { id, account, isAdopted } = found;
      const { group: name, target } = peer;
      tell({ kind: 'group', name, target, id, ...(isAdopted ? { adopted: true } : {}) });
      return { kind: 'foreignGroup', groupId: id, account };
    }
    report({ code: found.code, message: found.message, source });
    return peer;
  }
  if (peer.kind !== 'prefixList' || !isNamed(peer)) return peer;
  const found = findList('prefixLists', peer.prefixList, live);
  if (found.ok) {
    tell({ kind: 'prefixLists', name: peer.prefixList, id: found.id });
    return { ...peer, prefixList: found.id };
  }
  report({ code: found.code, message: found.message, source });
  return peer;
}

function resolveTraffic(traffic: Traffic, { live, report, tell, source }: PlaceContext): Traffic {
  const name = namedPortList(traffic);
  if (name === undefined || !hasPorts(traffic)) return traffic;
  const found = findList('portLists', name, live);
  if (found.ok) {
    tell({ kind: 'portLists', name, id: found.id });
    return { ...traffic, ports: { kind: 'list', portList: found.id } };
  }
  report({ code: found.code, message: found.message, source });
  return traffic;
}

function isNamed({ prefixList }: Extract<Peer, { kind: 'prefixList' }>): boolean {
  return !isListId('prefixLists', prefixList);
}

function namedPortList(traffic: Traffic): string | undefined {
  if (!hasPorts(traffic) || traffic.ports.kind !== 'list') return undefined;
  const { portList } = traffic.ports;
  return isListId('portLists', portList) ? undefined : portList;
}
