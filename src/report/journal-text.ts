// The journal of an apply for people: what was sent, what came back, and what nobody knows.
import type { Colors } from 'picocolors/types.js';
import { alignColumns } from './columns.ts';
import { plural } from './counts.ts';
import { printable } from './printable.ts';

type Line = Readonly<Record<string, unknown>>;

/** Undefined where the text is no journal. Lines that were cut off are left out, and counted. */
export function renderJournal(text: string, colours: Colors): string | undefined {
  const written = text.split('\n').filter((line) => line !== '');
  const lines = written.map(parseLine);
  const [first] = lines;
  if (first?.['event'] !== 'apply') return undefined;
  const applies = splitApplies(lines.filter((line) => line !== undefined));
  const parts = applies.map((apply) => applyText(apply, colours));
  return `${parts.join('\n')}${cutText(lines.filter((line) => line === undefined).length)}`;
}

/** By its first line, which says of which apply it is. */
export function isJournal(text: string): boolean {
  const [first = ''] = text.split('\n', 1);
  return parseLine(first)?.['event'] === 'apply';
}

/** What its lines say; those that were cut off are left out. */
export function journalLines(text: string): readonly Line[] {
  return text
    .split('\n')
    .map(parseLine)
    .filter((line) => line !== undefined);
}

/** An apply that was killed may leave such a line, and the next one goes on below it. */
function cutText(count: number): string {
  if (count === 0) return '';
  return `${plural(count, 'line')} ${count === 1 ? 'was' : 'were'} cut off while written.\n`;
}

function parseLine(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Line) : undefined;
  } catch {
    return undefined;
  }
}

/** Each apply begins with a line that says so; those of several targets may run at the same time. */
function splitApplies(lines: readonly Line[]): readonly (readonly Line[])[] {
  const applies: Line[][] = [];
  for (const line of lines) {
    if (line['event'] === 'apply') applies.push([line]);
    else applies.findLast(([begin]) => begin?.['target'] === line['target'])?.push(line);
  }
  return applies;
}

function applyText([begin = {}, ...events]: readonly Line[], colours: Colors): string {
  const where = `${textOf(begin, 'vpc')} in ${textOf(begin, 'region')}, account ${textOf(begin, 'account')}`;
  const undoes = textOf(begin, 'undoes');
  const why = undoes === '' ? '' : `, taking back the plan ${undoes}`;
  const title = `Apply of plan ${textOf(begin, 'plan')} to ${textOf(begin, 'target')}: ${where}${why}`;
  const rows = [begin, ...events].flatMap(cellsOf);
  return [
    colours.bold(title),
    ...alignColumns(rows).map((line) => `  ${line}`),
    colours.bold(endOf(events)),
    '',
  ].join('\n');
}

function cellsOf(line: Line): readonly (readonly string[])[] {
  const time = textOf(line, 'time');
  const rows = [line, ...besideOf(line)].flatMap((one) => {
    const step = one['step'] === undefined ? '' : `step ${textOf(one, 'step')}`;
    const what = wordsOf(one);
    return what === undefined ? [] : [[...what.slice(0, 1), step, ...what.slice(1)]];
  });
  return rows.map((row) => [time, ...row]);
}

/** Steps that failed beside the one that a line is about, or were not answered when it stopped. */
function besideOf(line: Line): readonly Line[] {
  const { event } = line;
  const others = event === 'failed' ? linesIn(line['others']) : [];
  const unanswered = event === 'interrupted' ? linesIn(line['unanswered']) : [];
  return [
    ...others.map((one) => ({ ...one, event: 'failed', others: [] })),
    ...unanswered.map((one) => ({ ...one, event: 'unanswered' })),
  ];
}

function linesIn(value: unknown): readonly Line[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  return all.filter((one): one is Line => typeof one === 'object' && one !== null);
}

/** What happened, and to what; undefined where nobody would want to read it again. */
function wordsOf(line: Line): readonly string[] | undefined {
  const group = textOf(line, 'group');
  switch (line['event']) {
    case 'apply':
      return ['begins', `sluice ${textOf(line, 'toolVersion')}, ${countOf(line, 'steps', 'step')}`];
    case 'refused':
      return ['refused', refusalOf(line)];
    case 'started':
      return [
        'reads',
        `${textOf(line, 'toRun')} to run, ${textOf(line, 'alreadyTrue')} true already`,
      ];
    case 'sending':
      return ['sends', textOf(line, 'action'), group, tokenOf(line)];
    case 'replied':
      return ['reply', replyOf(line), group];
    case 'done':
      return line['outcome'] === 'answered'
        ? ['done', attemptsOf(line), group, `request ${textOf(line, 'requestId')}`]
        : ['done', `seen, though it was answered ${textOf(line, 'code')}`, group];
    case 'again':
      return ['again', textOf(line, 'why'), group];
    case 'failed':
      // Last, for a message may be long.
      return ['failed', textOf(line, 'code'), group, textOf(line, 'message')];
    case 'unanswered':
      return ['no answer', textOf(line, 'code'), group, textOf(line, 'message')];
    case 'unverified':
      return ['unverified', namesOf(line['groups'])];
    case 'verified':
      return ['verified', `${countOf(line, 'groups', 'group')}, ${countOf(line, 'rules', 'rule')}`];
    case 'held':
      return ['held', namesOf(line['groups'])];
    case 'interrupted':
      return ['interrupted'];
    default:
      return undefined;
  }
}

function countOf(line: Line, key: string, noun: string): string {
  const count = line[key];
  return typeof count === 'number' ? plural(count, noun) : '';
}

function refusalOf(line: Line): string {
  const reason = textOf(line, 'reason');
  const { groups } = line;
  if (Array.isArray(groups) && groups.length > 0) return `${reason}: ${namesOf(groups)}`;
  const code = textOf(line, 'code');
  return code === '' ? reason : `${reason}: ${textOf(line, 'during')}: ${code}`;
}

function tokenOf(line: Line): string {
  const token = textOf(line, 'token');
  const epoch = line['epoch'] === 0 ? '' : `, epoch ${textOf(line, 'epoch')}`;
  return token === '' ? 'no token' : `token ${token.slice(0, 12)}…${epoch}`;
}

function attemptsOf(line: Line): string {
  return line['attempts'] === 1 ? 'answered' : `answered, ${textOf(line, 'attempts')} attempts`;
}

function replyOf(line: Line): string {
  const to = `to ${textOf(line, 'action')}`;
  const code = textOf(line, 'code');
  return code === '' ? `${to}: success` : `${to}: ${code}, attempts: ${textOf(line, 'attempts')}`;
}

function namesOf(groups: unknown): string {
  const all: readonly unknown[] = Array.isArray(groups) ? groups : [];
  return listed(all.map(nameOf));
}

const listedMax = 10;

/** The rest is in the journal itself. */
function listed(words: readonly string[]): string {
  const more = words.length - listedMax;
  const shown = words.slice(0, listedMax).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** A name alone, or a group with what is the matter with it. */
function nameOf(group: unknown): string {
  if (typeof group === 'string') return printable(group);
  if (typeof group !== 'object' || group === null) return '';
  const one = group as Line;
  const until = textOf(one, 'until');
  const why = textOf(one, 'why') || (until === '' ? 'held' : `held until ${until}`);
  const differences = linesIn(one['differences']).length;
  const how = differences === 0 ? '' : `: ${plural(differences, 'difference')}`;
  return `${textOf(one, 'group')} (${why}${how})`;
}

/** How it ended, or which calls nobody knows the outcome of. */
function endOf(events: readonly Line[]): string {
  const last = textOf(events.at(-1) ?? {}, 'event');
  const open = new Map<string, Line>();
  for (const event of events) {
    const step = textOf(event, 'step');
    if (event['event'] === 'sending') open.set(step, event);
    else open.delete(step);
  }
  if (['verified', 'refused', 'failed', 'unverified', 'held', 'interrupted'].includes(last)) {
    return `Ended: ${last}.`;
  }
  if (open.size === 0) return 'The journal ends here, with no call in flight.';
  const calls = [...open.values()].map(
    (line) =>
      `step ${textOf(line, 'step')} (${textOf(line, 'action')} of ${textOf(line, 'group')})`,
  );
  const what = `with ${plural(open.size, 'call')} in flight whose outcome nobody wrote down`;
  return `The journal ends here, ${what}: ${listed(calls)}. Apply the plan again: it reads what is true.`;
}

function textOf(line: Line, key: string): string {
  const value = line[key];
  if (typeof value === 'string') return printable(value);
  return typeof value === 'number' ? String(value) : '';
}
