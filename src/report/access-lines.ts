// Which traffic a plan opens and closes, the gravest first: what a reviewer reads before the rules.
import type { AccessCause, AccessChange, PlanAccess } from '../model/access.ts';
import { groupBy } from '../model/group-by.ts';
import type { Plan } from '../model/plan.ts';
import { formatPeer } from '../model/peer.ts';
import { formatCounts, formatScopes, type KnownCounts } from '../model/scope-text.ts';
import { formatTraffic } from '../model/traffic.ts';
import {
  formatExceptions,
  formatLocal,
  formatWhat,
  formatWho,
  isOwnMembers,
  withoutOwnMembers,
} from '../model/traffic-set-text.ts';
import { alignColumns } from './columns.ts';
import type { Mark, MarkedLine } from './group-lines.ts';
import { printable } from './printable.ts';
import { sourceText } from './source-text.ts';

export interface AccessLines {
  readonly title: string;
  readonly lines: readonly MarkedLine[];
  readonly rest: readonly string[];
}

/** Undefined for a plan that leaves all that decides about traffic as it is. */
export function accessLines({
  steps,
  access,
}: Pick<Plan, 'steps' | 'access'>): AccessLines | undefined {
  const { risk, touches, changes, incomplete } = access;
  if (changes.length === 0 && incomplete.length === 0) {
    return steps.some(({ kind }) => decidingSteps.includes(kind)) ? nothing : undefined;
  }
  const rows = accessRows(changes);
  const texts = alignColumns(rows.map(cellsOf));
  const lines = rows.map(({ mark }, index) => ({ mark, text: texts[index] ?? '' }));
  return {
    title: `Traffic of new sessions (risk: ${[risk, ...formatCounts(touches)].join('; ')}):`,
    lines: lines.slice(0, linesMax),
    rest: [
      ...(lines.length > linesMax
        ? [`  and ${lines.length - linesMax} more, in the JSON of the plan`]
        : []),
      ...incompleteLines(incomplete),
      ...(changes.some(leavesOutOwnMembers) ? [ownMembersText] : []),
    ],
  };
}

const ownMembersText =
  '  Members of a group that accepts traffic inside pass each other in any case.';

function leavesOutOwnMembers({ traffic, but = [], scopes }: AccessChange): boolean {
  const { without = [] } = traffic;
  return scopes.some(
    ({ groups }) =>
      without.some((name) => groups.includes(name)) || but.some((one) => isOwnMembers(one, groups)),
  );
}

export const linesMax = 20;

const nothing: AccessLines = {
  title: 'No traffic opens or closes, whatever other groups are on an interface.',
  lines: [],
  rest: [],
};

const decidingSteps: readonly string[] = [
  'authorize',
  'revoke',
  'modifyRule',
  'modifyInnerAccessPolicy',
  'joinGroup',
  'leaveGroup',
  'replaceGroups',
  'deleteGroup',
];

function incompleteLines(incomplete: PlanAccess['incomplete']): readonly string[] {
  if (incomplete.length === 0) return [];
  const names = incomplete.slice(0, 3).map(printable).join(', ');
  const more = incomplete.length > 3 ? ` and ${incomplete.length - 3} more` : '';
  return [`  Not known of ${names}${more}: there are too many kinds of traffic to tell.`];
}

/** One change of access in words that are safe to print. */
export interface AccessRow {
  readonly mark: Mark;
  readonly effect: AccessChange['effect'];
  readonly direction: AccessChange['traffic']['direction'];
  /** Such as `tcp 80, 443`. */
  readonly what: string;
  /** Such as `from 10.0.0.0/8`. */
  readonly peer: string;
  /** On which interfaces. */
  readonly where: string;
  /** The place in the files, or what is gone. */
  readonly by: string;
}

/** In their order; where there are many, those that say no more than others are together. */
export function accessRows(changes: readonly AccessChange[]): readonly AccessRow[] {
  return shortened(changes).map(rowOf);
}

function cellsOf({ effect, direction, what, peer, where, by }: AccessRow): readonly string[] {
  const may = effect === 'mayOpen' || effect === 'mayClose' ? `${effectWords[effect]} ` : '';
  return [direction, what, peer, `${may}${where}`, by];
}

/** Changes that say no more than others when there are many: one line for whom they are about. */
interface Shown extends Omit<AccessChange, 'traffic' | 'but' | 'touches'> {
  readonly touches: KnownCounts | undefined;
  readonly direction: AccessChange['traffic']['direction'];
  readonly what: string;
  readonly who: string;
  /** What is taken out of it. */
  readonly except: string;
}

function shortened(changes: readonly AccessChange[]): readonly Shown[] {
  const all = changes.map(shownAs);
  if (all.length <= linesMax) return all;
  const byPeer = groupBy(
    all,
    ({ effect, direction, who, except }) => `${effect} ${direction} ${who}${except}`,
  );
  return [...byPeer.values()].flatMap((same): Shown[] => {
    const [first] = same;
    if (first === undefined || same.length === 1) return same;
    return [
      {
        ...first,
        what: kindsText(same),
        ...togetherOn(same),
        causes: same.flatMap(({ causes }) => causes),
      },
    ];
  });
}

const kindsLengthMax = 40;

/** `tcp 80, 443; udp 443`, or how many where that is too long. */
function kindsText(same: readonly Shown[]): string {
  const kinds = [...new Set(same.map(({ what }) => what))];
  const text = kinds.join('; ');
  return text.length <= kindsLengthMax ? text : `${kinds.length} kinds of traffic`;
}

function shownAs({ traffic: exact, but, ...change }: AccessChange): Shown {
  const { direction } = exact;
  const own = change.scopes.flatMap(({ groups }) => groups);
  const traffic = withoutOwnMembers(exact, own);
  const except = formatExceptions(
    traffic,
    but?.filter((one) => !isOwnMembers(one, own)).map((one) => withoutOwnMembers(one, own)),
  );
  const who = `${formatWho(traffic)}${formatLocal(traffic)}`;
  return {
    touches: undefined,
    ...change,
    direction,
    what: formatWhat(traffic),
    who,
    except,
  };
}

/**
 * Where the changes are in different places, nobody knows here which instances these have in common: then
 * it is interfaces alone, each of which is in one set of groups.
 */
function togetherOn(same: readonly Shown[]): Pick<Shown, 'scopes' | 'touches'> {
  const all = same.flatMap(({ scopes }) => scopes);
  const scopes = [...new Map(all.map((scope) => [JSON.stringify(scope), scope])).values()];
  const widest = same.find((one) => one.scopes.length === scopes.length);
  if (widest !== undefined) return { scopes, touches: widest.touches };
  const known = scopes.flatMap(({ interfaces }) => interfaces ?? []);
  if (known.length < scopes.length) return { scopes, touches: undefined };
  const interfaces = known.reduce((total, count) => total + count, 0);
  return { scopes, touches: { interfaces, instances: undefined } };
}

function rowOf(shown: Shown): AccessRow {
  const { effect, direction, what, who, except, internet, scopes, touches, causes } = shown;
  const preposition = direction === 'ingress' ? 'from' : 'to';
  const peer = `${preposition} ${printable(who)}`;
  const inInternet = internet && who !== 'anybody' ? ' (the internet)' : '';
  return {
    mark: marks[effect],
    effect,
    direction,
    what,
    peer: `${peer}${inInternet}${printable(except)}`,
    where: printable(formatScopes(scopes, touches)),
    by: causeText(causes),
  };
}

const marks = { opens: '+', closes: '-', mayOpen: '±', mayClose: '±' } as const;
const effectWords = {
  mayOpen: 'may open beside other groups:',
  mayClose: 'may close beside other groups:',
};

/** What a person would open first; the others are in the JSON of the plan. */
function causeText(causes: readonly AccessCause[]): string {
  const texts = [...new Set(causes.map(causeOf))];
  const [first = ''] = texts;
  return texts.length > 1 ? `${first} and ${texts.length - 1} more` : first;
}

function causeOf({ group, change, rule, source }: AccessCause): string {
  if (source !== undefined) return sourceText(source);
  const verb = change === 'added' ? 'by' : 'without';
  if (rule === undefined) return `${verb} the inner access policy of ${printable(group)}`;
  const preposition = rule.direction === 'ingress' ? 'from' : 'to';
  const what = `${rule.policy} ${formatTraffic(rule.traffic)}`;
  return `${verb} ${what} ${preposition} ${printable(formatPeer(rule.peer))}`;
}
