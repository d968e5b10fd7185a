// How much changes in which groups, or from where in the files, as a table in Markdown.
import type { Plan } from '../../model/plan.ts';
import { countChanges, plural } from '../counts.ts';
import { stepsByGroup } from '../group-lines.ts';
import { countsByCause } from '../plan/counts-by-cause.ts';
import type { Detail } from './detail.ts';
import { code, details, table } from './escape.ts';

export function groupsSection(plan: Plan, { groups }: Pick<Detail, 'groups'>): readonly string[] {
  if (groups === 'none' || plan.steps.length === 0) return [];
  if (groups === 'causes') return causesTable(plan);
  const rows = stepsByGroup(plan.steps).map(([group, steps]) => {
    const { add, change, remove } = countChanges({ steps });
    const isNew = steps.some(({ kind }) => kind === 'createGroup');
    const goes = steps.some(({ kind }) => kind === 'deleteGroup');
    const state = isNew ? ' (new)' : goes ? ' (deleted)' : '';
    return [`${code(group)}${state}`, String(add), String(change), String(remove)];
  });
  const shown = table(['Group', 'Add', 'Change', 'Remove'], rows);
  return rows.length <= openMax ? [shown] : [details(plural(rows.length, 'group'), shown)];
}

/** More rows than this are folded. */
const openMax = 10;

function causesTable(plan: Plan): readonly string[] {
  const causes = countsByCause(plan);
  const rows = causes.slice(0, causesMax).map(({ place, groups, add, change, remove }) => {
    const what = place === undefined ? 'not written any more' : code(place);
    return [what, ...[groups, add, change, remove].map(String)];
  });
  const more = causes.length - rows.length;
  return [
    table(['Rules of', 'Groups', 'Add', 'Change', 'Remove'], rows),
    ...(more > 0 ? [`And ${plural(more, 'more place')}.`] : []),
  ];
}

const causesMax = 20;
