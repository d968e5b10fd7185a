// A live group → what its group file says. What no file can say is named, and its direction is left unwritten, so
// that no plan touches it.
import type { LiveGroup } from '../../model/group.ts';
import { groupBy } from '../../model/group-by.ts';
import { isReservedTag, type GroupName, type Tags } from '../../model/group-identity.ts';
import { withPeerName, type NamesById } from '../../model/live.ts';
import { directions, ruleKey, type Direction, type LiveRule } from '../../model/rule.ts';
import type { WritableGroup } from '../write.ts';
import { readingFault, type Writing } from './read-back.ts';

export interface SayOptions extends Writing {
  /** Our name for the group. */
  readonly name: GroupName;
  /** Our names for groups that are, or will be, in the files; but not for those that no file can name. */
  readonly names: NamesById;
  /** Whether the group has to say that it is to become ours, and in which of several targets. */
  readonly isOurs: boolean;
  readonly saysTarget: boolean;
  /** The group is only looked at. */
  readonly observe: boolean;
}

/** A rule of the live group that keeps its direction from being written. */
export interface UnsaidRule {
  readonly rule: LiveRule;
  readonly why: string;
}

export interface SaidGroup {
  readonly kind: 'said';
  /** What the file says, and the comment above it. */
  readonly written: WritableGroup;
  readonly heading: readonly string[];
  readonly unsaid: readonly UnsaidRule[];
  /** What is left unmanaged besides, and what the first apply changes; in sentences. */
  readonly notes: readonly string[];
}

export type Said = SaidGroup | { readonly kind: 'refused'; readonly why: string };

export function sayGroup(live: LiveGroup, options: SayOptions): Said {
  const { name } = options;
  const why = readingFault({ name, cloudName: name, type: live.type }, options);
  if (why !== undefined) return { kind: 'refused', why };
  const named = live.rules.map((rule) => withPeerName(rule, options.names));
  const { attributes, notes } = sayAttributes(live, options);
  const said = directions.map((direction) =>
    sayDirection(
      named.filter((rule) => rule.direction === direction),
      { direction, live, attributes, writing: options },
    ),
  );
  const unsaid = said.flatMap((one) => one.unsaid);
  const rules = Object.fromEntries(said.map((one) => [one.direction, one.rules]));
  return {
    kind: 'said',
    written: { ...attributes, ...rules },
    heading: headingOf(unsaid),
    unsaid,
    notes: [...notes, ...said.flatMap((one) => one.notes)],
  };
}

type Attributes = Omit<WritableGroup, Direction>;

/** What cannot be written is not managed; the name of the group alone always is. */
function sayAttributes(
  live: LiveGroup,
  options: SayOptions,
): { readonly attributes: Attributes; readonly notes: readonly string[] } {
  const { name, isOurs, saysTarget, observe, target } = options;
  const tags = userTags(live.tags);
  const mode = observe ? { mode: 'observe' as const } : {};
  const bare: Attributes = { name, cloudName: name, type: live.type, ...mode };
  const optional: readonly (readonly [string, Partial<Attributes>])[] = [
    ['the name in the cloud', { cloudName: live.cloudName }],
    ['the description', { description: live.description || undefined }],
    ['the inner access policy', { innerAccessPolicy: live.innerAccessPolicy }],
    ['the resource group', { resourceGroup: live.inResourceGroup }],
    ['the tags', { tags: Object.keys(tags).length === 0 ? undefined : tags }],
  ];
  const notes: string[] = [];
  let attributes = bare;
  for (const [what, fields] of optional) {
    const fault = readingFault({ ...bare, ...fields }, options);
    if (fault === undefined) attributes = { ...attributes, ...fields };
    else notes.push(`${what} cannot be written (${fault})`);
  }
  if (attributes.cloudName !== live.cloudName && !observe) {
    notes.push(`the first apply gives it the name "${attributes.cloudName}" in the cloud`);
  }
  const whole = {
    ...attributes,
    ...(isOurs ? {} : { adopt: live.id }),
    ...(saysTarget ? { target: target.name } : {}),
  };
  return { attributes: whole, notes };
}

function userTags(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !isReservedTag(key)));
}

interface DirectionOptions {
  readonly direction: Direction;
  readonly live: LiveGroup;
  readonly attributes: Attributes;
  readonly writing: Writing;
}

interface SaidDirection {
  readonly direction: Direction;
  /** Undefined where the direction stays unwritten. */
  readonly rules: readonly Described[] | undefined;
  readonly unsaid: readonly UnsaidRule[];
  readonly notes: readonly string[];
}

function sayDirection(live: readonly LiveRule[], options: DirectionOptions): SaidDirection {
  const { direction, attributes, writing } = options;
  const reads = (rules: readonly Described[]) =>
    readingFault({ ...attributes, [direction]: rules }, writing);
  const rules = live.map(withoutEmptyDescription);
  const unwritten = { direction, rules: undefined, notes: [] };
  const impossible = impossibleRules(live, options.live);
  if (impossible.length > 0) return { ...unwritten, unsaid: impossible };
  if (reads(rules) === undefined) return { direction, rules, unsaid: [], notes: [] };
  // Which of them it is.
  const notes: string[] = [];
  const unsaid: UnsaidRule[] = [];
  const kept = rules.map((rule) => {
    const why = reads([rule]);
    if (why === undefined) return rule;
    const { description, ...rest } = rule;
    if (description !== undefined && reads([rest]) === undefined) {
      notes.push(`the description of ${rule.id} cannot be written (${why})`);
      return rest;
    }
    unsaid.push({ rule: withDescription(rule), why });
    return rule;
  });
  if (unsaid.length > 0) return { ...unwritten, unsaid };
  const why = reads(kept);
  if (why === undefined) return { direction, rules: kept, unsaid: [], notes };
  return { ...unwritten, unsaid: live.map((rule) => ({ rule, why })) };
}

/** What would be refused only once all files are read together, or by the plan. */
function impossibleRules(rules: readonly LiveRule[], group: LiveGroup): readonly UnsaidRule[] {
  const twins = [...groupBy(rules, ruleKey).values()].filter((alike) => alike.length > 1);
  const places = twins.flatMap((alike) => {
    const priorities = [...new Set(alike.map(({ priority }) => priority))].toSorted(
      (a, b) => a - b,
    );
    const where =
      priorities.length > 1 ? `at the priorities ${priorities.join(' and ')}` : 'more than once';
    return alike.map((rule) => ({ rule, why: `it is there ${where}; a file says it once` }));
  });
  const peers = rules.flatMap((rule): readonly UnsaidRule[] => {
    const { peer } = rule;
    if (peer.kind !== 'group' && peer.kind !== 'foreignGroup') return [];
    if (group.type === 'enterprise') {
      return [{ rule, why: 'the API lets no enterprise group have a group as its peer' }];
    }
    const isOwn = peer.kind === 'foreignGroup' && peer.groupId === group.id;
    if (!isOwn || peer.account !== undefined) return [];
    return [
      { rule, why: 'the group is its own peer; files say that by innerAccessPolicy: accept' },
    ];
  });
  return [...places, ...peers];
}

/** A rule without a description has an empty one in the cloud; nobody writes that. */
type Described = Omit<LiveRule, 'description'> & { readonly description?: string };

function withoutEmptyDescription(rule: LiveRule): Described {
  const { description, ...rest } = rule;
  return description === '' ? rest : rule;
}

function withDescription(rule: Described): LiveRule {
  return { ...rule, description: rule.description ?? '' };
}

function headingOf(unsaid: readonly UnsaidRule[]): readonly string[] {
  return directions.flatMap((direction) => {
    const own = unsaid.filter(({ rule }) => rule.direction === direction);
    if (own.length === 0) return [];
    const lines = own.map(({ rule, why }) => `  ${rule.id}: ${why}`);
    return [`${direction} is not written, and stays as it is:`, ...lines];
  });
}
