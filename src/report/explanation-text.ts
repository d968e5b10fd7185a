// Whether traffic passes, for people: the answer first, then who decides, and what would have to change.
import type { Colors } from 'picocolors/types.js';
import type {
  DescribedTraffic,
  ExplainedChange,
  ExplainedDecider,
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

type RuleDecider = Extract<ExplainedDecider, { kind: 'rule' }>;

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
      return `there is no ${what} from ${source} to ${destination}: ${impossibleText(explanation)}`;
  }
}

/** Who asks for a ping often names that of the other family. */
function impossibleText({ traffic: { protocols } }: Explanation): string {
  const ping = protocols.length === 1 ? pings[protocols[0] ?? ''] : undefined;
  return `their addresses have no such packet${ping === undefined ? '' : `; ${ping}`}`;
}

const pings: Readonly<Partial<Record<string, string>>> = {
  icmp: 'of IPv6 it is icmpv6',
  icmpv6: 'of IPv4 it is icmp',
};

function flowLine({ from, to, verdict }: ExplainedFlow): string {
  return `${words[verdict]}: from ${placeText(from)} to ${placeText(to)}`;
}

function flowLines(flow: ExplainedFlow, colours: Colors): readonly string[] {
  // No rule has a part in that.
  if (flow.verdict === 'impossible') return [];
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
      const first = policy === 'accept' ? 'to stop it:' : 'to let it through:';
      return `${index === 0 ? first : 'or:'} ${changeText(change)}`;
    }),
  ].map((line) => `${' '.repeat(indent)}${line}`);
}

function changeText(change: ExplainedChange): string {
  switch (change.kind) {
    case 'addAccept':
    case 'addDrop': {
      const { kind, direction, groups, priorityMax } = change;
      const rule = kind === 'addAccept' ? 'an accept rule' : 'a drop rule';
      const strength = priorityMax === 100 ? '' : `, at priority ${priorityText(priorityMax)},`;
      return `${rule}${strength} in ${direction} of ${groups.map(printable).join(' or ')}`;
    }
    case 'removeDrops':
      return `without ${rulesText('drop', change.drops)}${change.thenAdd ? ', and with an accept rule' : ''}`;
    case 'removeAccepts': {
      const { accepts, thenAdd } = change;
      const rules = accepts.flatMap((one) => (one.kind === 'rule' ? [one] : []));
      const inner = accepts.flatMap((one) => (one.kind === 'innerAccessPolicy' ? [one.group] : []));
      const parts = [
        ...(inner.length === 0
          ? []
          : [`with innerAccessPolicy drop of ${inner.map(printable).join(' and ')}`]),
        ...(rules.length === 0 ? [] : [`without ${rulesText('accept', rules)}`]),
        ...(thenAdd ? ['with a drop rule'] : []),
      ];
      return parts.join(', and ');
    }
  }
}

/** Rules that were written as one are there once. */
function rulesText(noun: string, rules: readonly RuleDecider[]): string {
  const marks = [...new Set(rules.map(ruleMark))];
  return `the ${noun}${marks.length === 1 ? '' : 's'} at ${marks.join(', ')}`;
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
