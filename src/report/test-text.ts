// What became of assertions, for people: a line each, and of those that fail a packet that shows it.
import type { Colors } from 'picocolors/types.js';
import {
  formatBetweenSteps,
  undecidedStates,
  worstVerdict,
  type AssertionResult,
  type StateResult,
} from '../model/assertion-result.ts';
import type { FlowAssertion } from '../model/flow-assertion.ts';
import {
  formatFlowDecision,
  formatFlowPacket,
  formatUnreadBreach,
  type FlowBreach,
} from '../model/flow-breach.ts';
import { plural } from './counts.ts';
import { printable } from './printable.ts';
import { sourceText } from './source-text.ts';

export function renderTests(results: readonly AssertionResult[], colours: Colors): string {
  const lines = results.flatMap((result) => resultLines(result, colours));
  return lines.map((line) => `${line}\n`).join('');
}

/** `3 assertions: 1 ok, 1 failed, 1 unknown.` Nothing where none was looked at. */
export function renderTestCounts(results: readonly AssertionResult[]): string {
  if (results.length === 0) return '';
  const verdicts = results.map(worstVerdict);
  const counts = (['ok', 'failed', 'unknown'] as const).flatMap((kind) => {
    const count = verdicts.filter((verdict) => verdict === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return `${plural(results.length, 'assertion')}: ${counts.join(', ')}.\n`;
}

/** Nothing where all is decided; else what to do, since nobody should take silence for an answer. */
export function renderUndecided(
  results: readonly AssertionResult[],
  { failsOnUnknown }: { readonly failsOnUnknown: boolean },
): string {
  const open = results.map(undecidedStates).filter((states) => states.length > 0);
  if (open.length === 0) return '';
  const isAsWritten = open.flat().every((state) => state === 'desired');
  const count = `${plural(open.length, 'assertion')} ${open.length === 1 ? 'is' : 'are'} not decided`;
  const ways = [
    ...(isAsWritten ? ['to ask the cloud: sluice test --state planned'] : []),
    ...(failsOnUnknown ? [] : ['to fail then: --fail-on-unknown']),
  ];
  return [
    `${failsOnUnknown ? 'refused: ' : ''}${count}${isAsWritten ? ' by what is written' : ''}\n`,
    ...(ways.length === 0 ? [] : [`    ${ways.join('; ')}\n`]),
  ].join('');
}

function resultLines(result: AssertionResult, colours: Colors): readonly string[] {
  const { assertion, states } = result;
  const name = printable(assertion.name);
  const place = ` (${sourceText(assertion.source)})`;
  switch (worstVerdict(result)) {
    case 'ok':
      return [`${colours.green('ok')}       ${name}`];
    case 'failed':
      return [
        `${colours.red('FAILED')}   ${name}${place}`,
        ...states.flatMap(failureLines(assertion)),
      ];
    case 'unknown':
      return [
        `${colours.yellow('unknown')}  ${name}${place}`,
        ...states.flatMap(failureLines(assertion)),
      ];
  }
}

function failureLines(assertion: FlowAssertion): (result: StateResult) => readonly string[] {
  return ({ state, verdict }) => {
    const [first, ...others] = verdictTexts(assertion, { state, verdict });
    if (first === undefined) return [];
    return [`    ${state}: ${first}`, ...others.map((line) => `      ${line}`)];
  };
}

/** Nothing for one that holds. */
export function verdictTexts(
  { expects }: Pick<FlowAssertion, 'expects'>,
  { state, verdict }: StateResult,
): readonly string[] {
  switch (verdict.kind) {
    case 'ok':
      return [];
    case 'unknown':
      return [printable(verdict.why)];
    case 'failed': {
      const { breach, steps } = verdict;
      const verb = verbs[state === 'planned' ? 'planned' : 'now'][expects];
      const when = steps === undefined ? '' : ` ${formatBetweenSteps(steps)}`;
      return breachTexts(breach, { verb, when });
    }
  }
}

const verbs = {
  now: { deny: 'passes', allow: 'does not pass' },
  planned: { deny: 'would pass', allow: 'would not pass' },
} as const;

function breachTexts(
  breach: FlowBreach,
  { verb, when }: { readonly verb: string; readonly when: string },
): readonly string[] {
  if (breach.kind === 'noAnswer') {
    return [
      `what passes${when} takes more than ${breach.nodesMax} nodes to know, so nothing is promised`,
    ];
  }
  if (breach.kind === 'unread') return [printable(formatUnreadBreach(breach, when.trimStart()))];
  return [
    printable(`${formatFlowPacket(breach.packet)} ${verb}${when}`),
    ...breach.decisions.map((decision) => printable(formatFlowDecision(decision))),
    printable(`like all of: ${shortened(breach.trafficText)}`),
  ];
}

const lengthMax = 160;

/** The internet takes many blocks to say; all of them are in the JSON. */
function shortened(text: string): string {
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax)}…`;
}
