// Groups that a way back deletes, and that somebody has joined or refers to since the apply: nothing of that
// is a part of a group's content, so that no digest tells. The API would refuse, after all else is done.
import { ifPermitted } from '../../cloud/permission.ts';
import { listGroups } from '../../cloud/read-groups.ts';
import { readInterfaces } from '../../cloud/read-interfaces.ts';
import { readReferences } from '../../cloud/read-references.ts';
import type { Read } from '../../cloud/read-pages.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Interfaces } from '../../model/interfaces.ts';
import { ownedNames, type NamesById, type References } from '../../model/live.ts';
import type { Note, Plan, PlannedGroup } from '../../model/plan.ts';
import type { Refusal } from '../../model/refusal.ts';
import { interfacesWhen } from '../../planner/facts.ts';
import { deletionRefusals } from '../../planner/findings/deletion-refusals.ts';
import { deletionNotes } from '../../planner/findings/notes.ts';
import { renderRefusalAdvice, renderRefusals } from '../../report/findings-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { OpenTarget } from '../open-target.ts';
import { sayUnreadable } from '../say-unreadable.ts';
import type { Surroundings } from '../surroundings.ts';

interface StuckDeletions {
  readonly refusals: readonly Refusal[];
  /** Of what these credentials may not read. */
  readonly notes: readonly Note[];
}

/** With what is not known of its deletions; an exit code where one would be refused, which has then been said. */
export async function withDeletions(
  back: Plan,
  open: Pick<OpenTarget, 'send'>,
  surroundings: Surroundings,
): Promise<Plan | ExitCode> {
  const stuck = await stuckDeletions(back, open);
  if (!stuck.ok) return sayUnreadable(stuck, surroundings);
  const { refusals, notes } = stuck.value;
  if (refusals.length === 0) return { ...back, notes: [...back.notes, ...notes] };
  surroundings.err(renderRefusals(refusals, surroundings.colours));
  surroundings.err(renderRefusalAdvice(refusals));
  surroundings.err('Nothing was written.\n');
  return exitCodes.refused;
}

/** Reads nothing where none is deleted. What the plan itself revokes, or takes out, is in nobody's way. */
async function stuckDeletions(
  plan: Plan,
  { send }: Pick<OpenTarget, 'send'>,
): Promise<Read<StuckDeletions>> {
  const doomed = new Set(
    plan.steps.flatMap(({ kind, group }) => (kind === 'deleteGroup' ? group : [])),
  );
  if (doomed.size === 0) return { ok: true, value: { refusals: [], notes: [] } };
  const { owner, target } = plan;
  const listed = await listGroups(send);
  if (!listed.ok) return listed;
  const names = namesIn(plan, ownedNames(listed.value, { owner, vpc: target.vpc }));
  const there = new Set(listed.value.map(({ id }) => id));
  const leaving = [...names].flatMap(([id, group]) =>
    doomed.has(group) && there.has(id) ? [{ group, id, source: undefined, isPruned: false }] : [],
  );
  if (leaving.length === 0) return { ok: true, value: { refusals: [], notes: [] } };
  const ids = leaving.map(({ id }) => id);
  const [seen, asked] = await Promise.all([
    readInterfaces(send, target.vpc),
    readReferences(send, ids, target.account),
  ]);
  const [found, known] = [ifPermitted(seen), ifPermitted(asked)];
  if (!found.ok) return found;
  if (!known.ok) return known;
  const interfaces: Interfaces =
    found.value.kind === 'read' ? { kind: 'read', all: found.value.value } : found.value;
  const references: References =
    known.value.kind === 'read' ? { kind: 'read', to: known.value.value } : known.value;
  const after = interfacesWhen('after', { interfaces }, plan.steps, names);
  const live = { listed: listed.value, references, interfaces: after };
  // What groups of the plan refer to at its end was proved with it.
  const refusals = deletionRefusals(leaving, { remaining: [], live, names });
  return { ok: true, value: { refusals, notes: deletionNotes(leaving, live) } };
}

/** Of the plan's groups alone: one that the plan undone had made goes by its tags. */
function namesIn({ groups }: Plan, owned: NamesById): NamesById {
  const planned = Object.entries(groups) as [GroupName, PlannedGroup][];
  const byTags = [...owned].filter(([, name]) => Object.hasOwn(groups, name));
  const byId = planned.flatMap(([name, { id }]) => (id === undefined ? [] : [[id, name] as const]));
  return new Map([...byTags, ...byId]);
}
