// Whether traffic passes, for people: the answer first, then who decides, and what would have to change.
import type { Colors } from 'picocolors/types.js';
import type {
  DescribedTraffic,
  ExplainedChange,
  ExplainedDecision,
  ExplainedFlow,
  ExplainedSide,
  Explanation,
  Verdict,
} from '../model/explanation.ts';
import { alignColumns } from './columns.ts';
import { deciderCells, ruleMark } from './decider-cells.ts';
import { endText, placeText, questionText } from './explanation-ends.ts';
import { printable } from './printable.ts';

/** Flows, decisions and parts beyond these are counted; JSON has them all. */
const shownMax = 8;

export function renderExplanation(explanation: Explanation, colours: Colors): string {
  const { verdict, assumed, flows } = explanation;
  const areSeveral = flows.length > 1;
  const differ = flows.some((flow) => flow.verdict !== verdict);
  const details = firstOf(flows, (flow) => [
    ...(areSeveral ? ['', colours.bold(flowLine(flow))] : []),
    ...flowLines(flow, colours),
  ]);
  const lines = [
    `${paint(verdict, colours)(words[verdict])}: ${answerText(explanation)}`,
    ...(differ ? firstOf(flows, (flow) => [`  ${flowLine(flow)}`]) : []),
    ...assumed.map((sentence) => colours.dim(`  ${printable(sentence)}`)),
    ...details,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const words: Readonly<Record<Verdict, string>> = {
  allowed: 'yes',
  denied: 'no',
  partly: 'partly',
  unknown: 'not known',
  impossible: 'no',
};

function answerText(explanation: Explanation): string {
  const { verdict, from, to } = explanation;
  const what = questionText(explanation);
  const [source, destination] = [endText(from, explanation), endText(to, explanation)];
  switch (verdict) {
    case 'allowed':
      return `${what} from ${source} reaches ${destination}`;
    case 'denied':
      return `${what} from ${source} does not reach ${destination}`;
    case 'partly':
      return `some of ${what} from ${source} reaches ${destination}, and some does not`;
    case 'unknown':
      return `whether ${what} from ${source} reaches ${destination}`;
    case 'impossible':
      return `there is no ${what} from ${source} to ${destination}: their addresses have no such packet`;
  }
}

function flowLine({ from, to, verdict }: ExplainedFlow): string {
  return `${words[verdict]}: from ${placeText(from)} to ${placeText(to)}`;
}

function flowLines(flow: ExplainedFlow, colours: Colors): readonly string[] {
  const passing = flow.verdict === 'partly' && flow.ends.length > 1;
  return [
    ...(passing ? ['', 'what passes both ends:', ...partLines(flow.allowed)] : []),
    ...flow.ends.flatMap((side) => ['', ...sideLines(side, colours)]),
  ];
}

function sideLines(side: ExplainedSide, colours: Colors): readonly string[] {
  const { direction, groups, verdict, unknown, decisions } = side;
  const whose = groups.length === 0 ? 'no group' : groups.map(printable).join(' + ');
  const heading = `${direction} of ${whose}: ${paint(verdict, colours)(words[verdict])}`;
  const areSeveral = decisions.length > 1;
  return [
    heading,
    ...unknown.map((sentence) => `  ${printable(sentence)}`),
    ...firstOf(decisions, (decision) => [
      ...(areSeveral ? partLines(decision.traffic) : []),
      ...decisionLines(decision, { isShared: groups.length > 1, indent: areSeveral ? 6 : 2 }),
    ]),
  ];
}

function decisionLines(
  { policy, decidedBy, overruled, changes }: ExplainedDecision,
  { isShared, indent }: { readonly isShared: boolean; readonly indent: number },
): readonly string[] {
  const verb = policy === 'accept' ? 'accepted by' : 'dropped by';
  const rows = [
    ...decidedBy.map((decider) => [verb, ...deciderCells(decider, { isShared })]),
    ...overruled
      .slice(0, shownMax)
      .map((decider) => ['  over', ...deciderCells(decider, { isShared })]),
  ];
  const more = overruled.length - shownMax;
  return [
    ...alignColumns(rows),
    ...(more > 0 ? [`  and over ${more} more`] : []),
    ...changes.map((change, index) => {
      return `${index === 0 ? 'to let it through:' : 'or:'} ${changeText(change)}`;
    }),
  ].map((line) => `${' '.repeat(indent)}${line}`);
}

function changeText(change: ExplainedChange): string {
  const place = `${change.direction} of `;
  if (change.kind === 'addAccept') {
    const { groups, priorityMax } = change;
    const strength = priorityMax === 100 ? '' : `, at priority ${priorityText(priorityMax)},`;
    return `an accept rule${strength} in ${place}${groups.map(printable).join(' or ')}`;
  }
  const drops = change.drops.map((drop) => ruleMark(drop)).join(', ');
  const all = change.drops.length === 1 ? `the drop at ${drops}` : `the drops at ${drops}`;
  return change.thenAdd ? `without ${all}, and with an accept rule` : `without ${all}`;
}

function priorityText(max: number): string {
  return max === 1 ? '1' : `1 to ${max}`;
}

function partLines(parts: readonly DescribedTraffic[]): readonly string[] {
  return firstOf(parts, ({ text }) => [`  ${printable(text)}`]);
}

function firstOf<Part>(
  parts: readonly Part[],
  linesOf: (part: Part) => readonly string[],
): readonly string[] {
  const more = parts.length - shownMax;
  return [
    ...parts.slice(0, shownMax).flatMap(linesOf),
    ...(more > 0 ? [`  and ${more} more (--json has them all)`] : []),
  ];
}

function paint(verdict: Verdict, { green, red, yellow }: Colors): (text: string) => string {
  if (verdict === 'allowed') return green;
  return verdict === 'denied' || verdict === 'impossible' ? red : yellow;
}
