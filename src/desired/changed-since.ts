// Two versions of the files → which groups mean something else now, and which lines are why.
import path from 'node:path';
import { assert } from '../model/assert.ts';
import { countMoves, type Cause } from '../model/cause.ts';
import type { Cidr } from '../model/cidr.ts';
import { groupBy } from '../model/group-by.ts';
import type { DesiredGroup } from '../model/group.ts';
import type { GroupName } from '../model/group-identity.ts';
import { contentKey, type WrittenRule } from '../model/rule.ts';
import { formatSource, type Source } from '../model/source.ts';
import type { Changed, DesiredState } from '../model/target.ts';

/** One of the two versions, in one target. */
export interface Version {
  /** Address lists by name, with those that they name. */
  readonly networks: ReadonlyMap<string, readonly Cidr[]>;
  /** The network of which an entry stands at a place of the workspace file. */
  readonly networkAt: (source: Source) => string | undefined;
  /** Missing where there is no such target. */
  readonly state: DesiredState | undefined;
  /** Of the workspace, as places in it name it. */
  readonly file: string;
}

export interface ChangedSince {
  readonly groups: ReadonlySet<GroupName>;
  /** The largest first. */
  readonly causes: Changed['causes'];
}

/** Exact: what is compared is what the files stand for. */
export function changedSince(
  before: Version,
  now: Version & { readonly state: DesiredState },
): ChangedSince {
  const then = before.state;
  const isElsewhere = then === undefined || placeOf(then) !== placeOf(now.state);
  const known = new Map(isElsewhere ? [] : then.groups.map((group) => [group.name, group]));
  const changed = now.state.groups.filter((group) => {
    const earlier = known.get(group.name);
    return earlier === undefined || meaningOf(earlier) !== meaningOf(group);
  });
  const pairs = changed.map((group) => ({ then: known.get(group.name), group }));
  const groups = new Set(changed.map(({ name }) => name));
  return { groups, causes: causesOf(pairs, { before, now }) };
}

function placeOf({ owner, target: { account, region, vpc } }: DesiredState): string {
  return JSON.stringify([owner, account, region, vpc]);
}

/** Without its places, which move with every line above them. Tags of these names are texts. */
function meaningOf(group: DesiredGroup): string {
  const isPlace = (key: string, value: unknown) =>
    ['source', 'via', 'waivers'].includes(key) && typeof value === 'object';
  return JSON.stringify(group, (key, value: unknown) => (isPlace(key, value) ? undefined : value));
}

interface Pair {
  readonly then: DesiredGroup | undefined;
  readonly group: DesiredGroup;
}

interface Versions {
  readonly before: Version;
  readonly now: Version;
}

function causesOf(pairs: readonly Pair[], versions: Versions): Changed['causes'] {
  const { before, now } = versions;
  const networks = changedNetworks(versions);
  const changes = pairs.flatMap(({ then, group }) => {
    const { name } = group;
    const [was, is] = [rulesOf(then), rulesOf(group)];
    // Of a group that is new, its own lines are why.
    const shared = then === undefined ? new Set<string>() : networks;
    const added = [...is].flatMap(([key, rule]) => (was.has(key) ? [] : [rule]));
    const removed = [...was].flatMap(([key, rule]) => (is.has(key) ? [] : [rule]));
    return [
      ...added.map((rule) => ({
        ...{ group: name, added: 1, removed: 0 },
        ...originOf(rule, now, shared),
      })),
      ...removed.map((rule) => ({
        ...{ group: name, added: 0, removed: 1 },
        ...originOf(rule, before, shared),
      })),
    ];
  });
  const causes = [...groupBy(changes, ({ key }) => key).values()].map((same): Cause => {
    // A place of today can be opened, where there is one.
    const shown = same.find(({ added }) => added > 0) ?? same[0];
    assert(shown !== undefined, 'a cause has a change');
    const { source, network } = shown;
    return { source, ...(network === undefined ? {} : { network }), ...countMoves(same) };
  });
  return causes.toSorted((one, other) => other.groups - one.groups);
}

function changedNetworks({ before, now }: Versions): ReadonlySet<string> {
  const names = [...before.networks.keys(), ...now.networks.keys()];
  const textOf = ({ networks }: Version, name: string) => networks.get(name)?.toSorted().join(' ');
  return new Set(names.filter((name) => textOf(before, name) !== textOf(now, name)));
}

function rulesOf(group: DesiredGroup | undefined): ReadonlyMap<string, WrittenRule> {
  if (group?.state !== 'present') return new Map();
  const rules = [...(group.ingress ?? []), ...(group.egress ?? [])];
  return new Map(rules.map((rule) => [contentKey(rule), rule]));
}

interface Origin {
  /** The same in both versions. */
  readonly key: string;
  readonly source: Source;
  readonly network?: string;
}

/** The innermost network that changed; else the service or the rule of a ruleset; else the rule. */
function originOf(
  { source, via = [] }: WrittenRule,
  { networkAt, file }: Version,
  networks: ReadonlySet<string>,
): Origin {
  for (const place of via.toReversed()) {
    const network = networkAt(place);
    if (network === undefined || !networks.has(network)) continue;
    return { key: `network ${network}`, source: place, network };
  }
  const shared = [source, ...via].findLast(
    (place) => place.file === file && networkAt(place) === undefined,
  );
  const place = shared ?? source;
  // Files of a commit are named from another folder, by the same words in front of each.
  const folder = file.slice(0, file.length - path.posix.basename(file).length);
  return { key: formatSource(place).slice(folder.length), source: place };
}
