// Which traffic opens and closes, as a table in Markdown.
import type { AccessChange } from '../../model/access.ts';
import type { Plan } from '../../model/plan.ts';
import { accessLines, accessRows, linesMax } from '../access-lines.ts';
import type { Detail } from './detail.ts';
import { code, prose, table } from './escape.ts';

/** Nothing where a plan leaves all that decides about traffic as it is. */
export function accessSection(plan: Plan, { access }: Pick<Detail, 'access'>): readonly string[] {
  const lines = accessLines(plan);
  if (lines === undefined) return [];
  const { changes } = plan.access;
  if (lines.lines.length === 0 && lines.rest.length === 0) return [prose(lines.title)];
  const rest = lines.rest.map((line) => prose(line.trim()));
  if (access === 'counts') return [`Traffic of new sessions: ${countsText(changes)}.`];
  const rows = accessRows(changes).slice(0, linesMax);
  return [
    ...(rows.length === 0 ? [] : [tableOf(rows)]),
    ...(rest.length === 0 ? [] : [rest.join('\n')]),
  ];
}

function tableOf(rows: ReturnType<typeof accessRows>): string {
  return table(
    ['New sessions', 'Traffic', 'Where', 'Cause'],
    rows.map(({ effect, direction, what, peer, where, by }) => [
      `**${effectWords[effect]}**`,
      prose(`${direction} ${what} ${peer}`),
      prose(where),
      by === '' ? '' : code(by),
    ]),
  );
}

const effectWords: Readonly<Record<AccessChange['effect'], string>> = {
  opens: 'opens',
  closes: 'closes',
  mayOpen: 'may open, beside other groups',
  mayClose: 'may close, beside other groups',
};

function countsText(changes: readonly AccessChange[]): string {
  const words = { opens: 'open', closes: 'close', mayOpen: 'may open', mayClose: 'may close' };
  const parts = (['opens', 'closes', 'mayOpen', 'mayClose'] as const).flatMap((effect) => {
    const count = changes.filter((change) => change.effect === effect).length;
    return count === 0 ? [] : [`${count} ${words[effect]}`];
  });
  return parts.length === 0 ? 'nobody could tell' : parts.join(', ');
}
