// What rules name by id, and the cloud does not have, as far as reading has shown it anyhow: the list of groups,
// and lists that were asked for. An apply would be refused in the middle.
import { groupBy } from '../../model/group-by.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { listsNamedBy } from '../../model/lists.ts';
import type { LiveState } from '../../model/live.ts';
import type { Note } from '../../model/plan.ts';
import { rulesSentBy } from '../../model/sent-by.ts';
import { formatSource, type Source } from '../../model/source.ts';
import type { PlannedRule, Step } from '../../model/step.ts';
import type { DesiredState } from '../../model/target.ts';

interface Named {
  readonly group: GroupName;
  readonly id: string;
  readonly why: string;
  readonly source: Source | undefined;
}

/** One for each group and id; only of what steps send, and nothing of what other accounts have. */
export function notFoundNotes(
  steps: readonly Step[],
  { target }: Pick<DesiredState, 'target'>,
  live: Pick<LiveState, 'listed' | 'listsNotFound'>,
): readonly Note[] {
  const vpcs = new Map<string, string>(live.listed.map(({ id, vpc }) => [id, vpc]));
  const missing = live.listsNotFound ?? new Set<string>();
  const named = steps.flatMap((step): readonly Named[] =>
    rulesSentBy(step).flatMap((rule) => {
      const { source } = rule;
      const faults = faultsOf(rule, { vpcs, missing, target });
      return faults.map((fault) => ({ group: step.group, source, ...fault }));
    }),
  );
  const same = groupBy(named, ({ group, id }) => `${group} ${id}`);
  return [...same.values()].flatMap((ones) => noteOf(ones));
}

const unfound =
  'which the cloud, asked for it, did not find: unless it is only hidden, an apply would be refused there';

function faultsOf(
  rule: PlannedRule,
  {
    vpcs,
    missing,
    target: { account, region, vpc },
  }: {
    readonly vpcs: ReadonlyMap<string, string>;
    readonly missing: ReadonlySet<string>;
    readonly target: DesiredState['target'];
  },
): readonly Pick<Named, 'id' | 'why'>[] {
  const { prefixLists, portLists } = listsNamedBy([rule]);
  const lists = [...prefixLists, ...portLists].filter((id) => missing.has(id));
  const unlisted = lists.map((id) => ({ id, why: unfound }));
  const { peer } = rule;
  if (peer.kind !== 'foreignGroup' || peer.account !== undefined) return unlisted;
  const { groupId: id } = peer;
  const found = vpcs.get(id);
  if (found === vpc) return unlisted;
  const why =
    found === undefined
      ? `and account ${account} has no such group in ${region}: an apply would be refused there; a group of another account needs its \`account\` beside the id`
      : `which is in ${found}: the API refuses a peer of another VPC than the group`;
  return [...unlisted, { id, why }];
}

function noteOf(ones: readonly Named[]): readonly Note[] {
  const [first] = ones;
  if (first === undefined) return [];
  const { group, id, source, why } = first;
  const more = ones.length === 1 ? '' : ` and ${ones.length - 1} more`;
  const where = source === undefined ? '' : ` (${formatSource(source)}${more})`;
  const message = `${group} names ${id}${where}, ${why}`;
  return [{ code: 'not-found', group, ...(source && { source }), message }];
}
