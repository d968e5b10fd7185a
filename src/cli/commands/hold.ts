// sluice hold: asks every plan to leave a group alone until a time, and says why, on the group itself.
import { tagGroup } from '../../cloud/requests.ts';
import {
  formatTime,
  holdOf,
  holdTags,
  parseTime,
  reasonFault,
  type Hold,
} from '../../model/hold.ts';
import { tagValue } from '../../model/group-identity.ts';
import { changeHold } from '../hold/change-hold.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { processSurroundings } from '../surroundings.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';

export interface HoldCommandOptions extends WorkspaceOptions {
  readonly until?: string;
  readonly for?: string;
  readonly reason: string;
}

export async function holdCommand(name: string, options: HoldCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const nowMs = Date.now();
  const read = readHold(options, nowMs);
  if (!read.ok) {
    surroundings.err(`error: ${read.fault}\n    right: ${read.example}\n`);
    return exitCodes.invalid;
  }
  const { until } = read;
  const { reason } = options;
  const tags = holdTags({ until, reason });
  return await changeHold(name, options, surroundings, (group) => ({
    call: tagGroup(group.id, tags),
    isSeen: (seen) => Object.entries(tags).every(([key, value]) => tagValue(seen, key) === value),
    text: `${name} (${group.id}) is held until ${until}: ${JSON.stringify(reason)}.${replaced(holdOf(group.tags, nowMs))}`,
  }));
}

function replaced(before: Hold): string {
  switch (before.kind) {
    case 'none':
      return '';
    case 'expired':
      return ` This replaces a hold that was over at ${before.until}.`;
    case 'held':
      return ` This replaces the hold until ${before.until}: ${JSON.stringify(before.reason)}.`;
    case 'malformed':
      return ` This replaces a hold until ${JSON.stringify(before.until)}, which is no time.`;
  }
}

type ReadHold =
  | { readonly ok: true; readonly until: string }
  | { readonly ok: false; readonly fault: string; readonly example: string };

function readHold({ until, for: duration, reason }: HoldCommandOptions, nowMs: number): ReadHold {
  const wrong = reasonFault(reason);
  if (wrong !== undefined) {
    return { ok: false, fault: `the reason ${wrong}`, example: '--reason "INC-42 console edit"' };
  }
  const example = `--until ${formatTime(nowMs + 4 * hourMs)}, or --for 4h`;
  const fault = (text: string): ReadHold => ({ ok: false, fault: text, example });
  if ((until === undefined) === (duration === undefined)) {
    return fault('expected one of --until and --for');
  }
  const untilMs = until === undefined ? after(nowMs, duration ?? '') : parseTime(until);
  if (untilMs === undefined) {
    return until === undefined
      ? fault(
          `"${duration ?? ''}" is no duration; expected days, hours and minutes, as in 1d, 4h or 1h30m`,
        )
      : fault(`"${until}" is no time; expected a date and a time with their zone`);
  }
  if (untilMs <= nowMs) {
    return fault(
      `a hold until ${until ?? formatTime(untilMs)} is over already; it is ${formatTime(nowMs)} now`,
    );
  }
  return { ok: true, until: formatTime(untilMs) };
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** `1d`, `4h`, `1h30m`: days, hours, minutes, each at most once. */
function after(nowMs: number, duration: string): number | undefined {
  const found = /^(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?$/.exec(duration);
  if (found === null || duration === '') return undefined;
  const [days, hours, minutes] = [1, 2, 3].map((index) => Number(found[index] ?? '0'));
  return nowMs + (days ?? 0) * 24 * hourMs + (hours ?? 0) * hourMs + (minutes ?? 0) * minuteMs;
}
