// Groups that have drifted → texts of their files that say what is live, one group after the other. A
// group counts as accepted once a plan from the new texts finds nothing in it, and finds in everything
// else just what it found before; of any other group nothing is kept.
import path from 'node:path';
import { acceptGroup } from '../../desired/accept/accept-group.ts';
import { withTexts } from '../../desired/accept/with-texts.ts';
import { load, type Loaded } from '../../desired/load.ts';
import type { GroupDifference, ReadTarget } from '../../model/drift.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { LiveState } from '../../model/live.ts';
import { resolveNames } from '../../model/resolve-names.ts';
import { formatSource, type Source } from '../../model/source.ts';
import type { DesiredState } from '../../model/target.ts';
import { plan, type PlanOptions } from '../../planner/plan.ts';
import { targetDrift } from '../../report/drift/target-drift.ts';

/** What the files say so far. */
export interface AcceptState {
  readonly loaded: Loaded;
  /** Of files that changed, by whole paths. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface AcceptPlace {
  /** The workspace file, as a whole path. */
  readonly file: string;
  readonly folder: string;
  readonly nowMs: number;
  readonly target: string;
  readonly live: LiveState;
  readonly planOptions: PlanOptions;
  /** The text of a file as it was read before anything was accepted. */
  readonly textOf: (file: string) => Promise<string>;
}

export type GroupAccepted =
  { readonly ok: true; readonly state: AcceptState } | { readonly ok: false; readonly why: string };

/** One item may stand in the way of what another one says: then it takes another look. */
const roundsMax = 4;

export async function acceptOneGroup(
  name: GroupName,
  before: AcceptState,
  place: AcceptPlace,
): Promise<GroupAccepted> {
  const known = driftOf(before.loaded, place);
  if (typeof known === 'string') return { ok: false, why: known };
  let [state, drift] = [before, known];
  for (let round = 0; round < roundsMax; round++) {
    const differences = differencesIn(drift, name);
    const there = stateOf(state.loaded, place.target);
    const desired = there?.groups.find((one) => one.name === name);
    if (there === undefined || desired === undefined)
      return { ok: false, why: 'it is in no file any more' };
    const file = path.resolve(place.folder, desired.source.file);
    const text = state.texts.get(file) ?? (await place.textOf(file));
    const { defaultPriority } = state.loaded;
    const [resolved] = resolveNames({ ...there, groups: [desired] }, place.live).groups;
    const accepted = acceptGroup(text, { desired, resolved, differences, defaultPriority });
    if (!accepted.ok) return accepted;
    const next = await reload(new Map([...state.texts, [file, accepted.text]]), place);
    if (typeof next === 'string') return { ok: false, why: next };
    const found = driftOf(next.loaded, place);
    if (typeof found === 'string') return { ok: false, why: found };
    [state, drift] = [next, found];
    if (differencesIn(drift, name).length > 0) continue;
    const changed = otherChange(name, [before.loaded, state.loaded], [known, drift], place);
    return changed === undefined ? { ok: true, state } : { ok: false, why: changed };
  }
  const left = stateOf(state.loaded, place.target)?.groups.find((one) => one.name === name);
  return { ok: false, why: leftText(left?.source) };
}

function leftText(source: Source | undefined): string {
  const where = source === undefined ? 'its file' : formatSource(source);
  return `what would be written does not say what is live; edit ${where} by hand`;
}

/** Of one group, wherever it is told of. */
export function differencesIn(
  { groups, held, leftOut }: ReadTarget,
  name: GroupName,
): readonly GroupDifference[] {
  const all = [...groups, ...held, ...leftOut];
  return all.flatMap(({ group, differences }) => (group === name ? differences : []));
}

async function reload(
  texts: ReadonlyMap<string, string>,
  { file, nowMs }: AcceptPlace,
): Promise<AcceptState | string> {
  const read = await load(file, { nowMs, files: withTexts(texts) });
  if (read.ok) return { loaded: read.loaded, texts };
  const [first] = read.findings.filter(({ severity }) => severity === 'error');
  return `no file can say what is live: ${first?.message ?? 'it would be invalid'}`;
}

function driftOf(loaded: Loaded, { target, live, planOptions }: AcceptPlace): ReadTarget | string {
  const desired = stateOf(loaded, target);
  if (desired === undefined) return `there is no target ${target} any more`;
  const planned = plan(desired, live, planOptions);
  if (planned.ok) return targetDrift(planned.plan, desired, live);
  return `no plan could be made from it: ${planned.refusals[0]?.message ?? 'it is refused'}`;
}

function stateOf({ states }: Loaded, target: string): DesiredState | undefined {
  return states.find((state) => state.target.name === target);
}

/** What else the new texts would mean, in a sentence; undefined where nothing does. */
function otherChange(
  name: GroupName,
  [before, after]: readonly [Loaded, Loaded],
  [known, found]: readonly [ReadTarget, ReadTarget],
  { target }: AcceptPlace,
): string | undefined {
  const elsewhere = before.states.find((state) => {
    const there = stateOf(after, state.target.name);
    return state.target.name !== target && meaningOf(state) !== meaningOf(there);
  });
  if (elsewhere !== undefined) {
    return `the group is in target ${elsewhere.target.name} too, where it would change; edit it by hand, with an overlay`;
  }
  const others = (drift: ReadTarget) =>
    JSON.stringify(
      [...drift.groups, ...drift.held, ...drift.leftOut]
        .filter(({ group }) => group !== name)
        .map(({ group, differences }) => [group, differences]),
      withoutPlaces,
    );
  return others(known) === others(found) ? undefined : 'other groups would change with it';
}

function meaningOf(state: DesiredState | undefined): string {
  return JSON.stringify(state?.groups, withoutPlaces);
}

/** Lines move when others come and go. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'source' || key === 'via' ? undefined : value;
}
