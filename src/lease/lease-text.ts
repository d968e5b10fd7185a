// What people read when there is no lease for them: who has it, until when, and what to do.
import { unreachable } from '../model/unreachable.ts';
import { graceMs, type Held, type NotAcquired, type Unreadable } from './lease.ts';

/** Whole lines; the first begins with what this means for the apply. `now`: ms since 1970. */
export function notAcquiredText(answer: NotAcquired, now: number): string {
  switch (answer.kind) {
    case 'held':
      return heldText(answer, now);
    case 'unreadable':
      return unreadableText(answer);
    case 'noGroup':
      return (
        `warning: there is no group "${answer.group}" yet to carry the lock, so another apply at ` +
        'the same time is not kept away, only detected.\n'
      );
    default:
      return unreachable(answer);
  }
}

function heldText({ owner, since, until, where, unlock }: Held, now: number): string {
  return (
    `locked: ${owner} applies, since ${formatTime(since)} (${about(now - since)} ago).\n` +
    `Its lease, ${where}, ${endText(until, now)}.\n` +
    'To wait for it, add --lock-timeout 10m.\n' +
    `Only if that apply has surely ended, take its lease away:\n    ${unlock}\n`
  );
}

function endText(until: number, now: number): string {
  const time = formatTime(until);
  if (until > now) return `ends at ${time} (in ${about(until - now)}) unless it is renewed`;
  return `ended at ${time}, and is respected for ${about(until + graceMs - now)} more: clocks differ`;
}

function unreadableText({ where, why, unlock }: Unreadable): string {
  return (
    `refused: the lock, ${where}, cannot be used: ${why}\n` +
    (unlock === undefined
      ? ''
      : `If that is nothing that anybody needs, take it away:\n    ${unlock}\n`)
  );
}

function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** One number and one unit: nobody needs more of it. */
function about(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes}m` : `${Math.round(minutes / 60)}h`;
}
