// Drift as a message for Slack, and for whatever takes Slack's webhooks.
import { isRead, type Drift, type ReadTarget, type TargetDrift } from '../../model/drift.ts';
import {
  basis,
  differenceMarks,
  driftAccessLines,
  groupHeading,
  unreadLines,
  unreadVerdict,
  verdict,
} from './drift-sections.ts';
import { snapshotAges } from '../snapshot-age.ts';

/** A block of text may have 3,000 characters, and a message 50 blocks. */
const blockLengthMax = 2900;
const blocksMax = 48;

export interface SlackMessage {
  /** What a notification shows. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Plain text: nothing in it is markup. */
export interface SlackBlock {
  readonly type: 'section';
  readonly text: { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };
}

export function slackMessage({ targets }: Drift): SlackMessage {
  const told = targets.filter((target) => !isRead(target) || target.drift);
  const blocks = told.flatMap(targetTexts).map(plainBlock);
  return {
    text: escapeSlack(summaryOf(targets)),
    blocks: blocks.length <= blocksMax ? blocks : [...blocks.slice(0, blocksMax), moreBlock],
  };
}

const moreBlock = plainBlock('And more, in the output of sluice drift.');

function summaryOf(targets: readonly TargetDrift[]): string {
  if (targets.length === 0) return 'sluice drift: the workspace is not valid, so nothing was read';
  const names = (chosen: (target: TargetDrift) => boolean) =>
    targets.filter(chosen).map(({ target }) => target.name);
  const drifted = names((target) => isRead(target) && target.drift);
  const unread = names((target) => !isRead(target));
  const parts = [
    ...(drifted.length > 0 ? [`drift in ${drifted.join(', ')}`] : []),
    ...(unread.length > 0 ? [`${unread.join(', ')} could not be read`] : []),
  ];
  return `sluice: ${parts.length > 0 ? parts.join('; ') : 'no drift'}`;
}

function targetTexts(target: TargetDrift): readonly string[] {
  const { name, account, region } = target.target;
  const where = `${name} (${region}, account ${account})`;
  if (!isRead(target)) {
    return [[`${where}: ${unreadVerdict(target)}`, ...unreadLines(target)].join('\n')];
  }
  return [
    [`${where}: ${verdict(target)} ${basis(target)}`, ...snapshotAges(target.notes)].join('\n'),
    ...differences(target),
    ...access(target),
  ];
}

function differences({ groups }: ReadTarget): readonly string[] {
  return groups.map((group) =>
    [
      groupHeading(group),
      ...differenceMarks(group).map(({ mark, text }) => `${mark} ${text}`),
    ].join('\n'),
  );
}

function access(target: ReadTarget): readonly string[] {
  const found = driftAccessLines(target);
  if (found === undefined || found.lines.length === 0) return [];
  return [[found.title, ...found.lines.map(({ mark, text }) => `${mark} ${text}`)].join('\n')];
}

function plainBlock(text: string): SlackBlock {
  const whole = escapeSlack(text);
  const short = whole.length <= blockLengthMax ? whole : `${cut(whole.slice(0, blockLengthMax))} …`;
  return { type: 'section', text: { type: 'plain_text', text: short, emoji: false } };
}

/** Not within what stands for one character. */
function cut(text: string): string {
  return text.replace(/&[a-z]{0,3}$/, '').replace(/[\ud800-\udbff]$/, '');
}

/** The three characters that Slack gives a meaning, and `@` so that nobody is called. */
function escapeSlack(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b');
}
