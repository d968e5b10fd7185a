// One entry of a network: what it names, and between which dates it is in force.
import type { Deadline, Start } from '../../model/deadline.ts';
import type { Finding } from '../../model/finding.ts';
import { fault, type Report } from '../fault.ts';
import { readDeadline, readStart } from '../read-deadline.ts';
import type { When } from '../rules/read-address.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';

const soonMs = 14 * 24 * 60 * 60_000;

export interface NetworkEntry {
  /** A block, an address, or the name of a network. */
  readonly address: Located;
  readonly when: When;
  /** That it is over, or soon begins or ends. */
  readonly note: Finding | undefined;
}

interface EntryContext {
  readonly faulty: ReadonlySet<Located>;
  readonly nowMs: number;
  readonly report: Report;
}

/** Of an entry of the right shape. Undefined where its dates have a fault, which has been reported. */
export function readNetworkEntry(item: Located, context: EntryContext): NetworkEntry | undefined {
  if (item.kind !== 'map') return { address: item, when: 'now', note: undefined };
  const address = valueAt(item, 'address') ?? item;
  const [fromNode, untilNode] = [valueAt(item, 'from'), valueAt(item, 'until')];
  const [from, until] = [readStart(fromNode, context), readDeadline(untilNode, 'until', context)];
  if ((fromNode && !from) || (untilNode && !until)) return undefined;
  if (from && until && from.startMs >= until.endMs) {
    const message = `the entry is in force from ${from.text} until ${until.text}, which is never; expected "until" after "from"`;
    context.report(
      fault(item.source, { code: 'bad-period', message, example: 'until: 2027-03-31' }),
    );
    return undefined;
  }
  const period = { from, until, nowMs: context.nowMs };
  return { address, when: whenOf(period), note: noteOf(address, period) };
}

interface Period {
  readonly from: Start | undefined;
  readonly until: Deadline | undefined;
  readonly nowMs: number;
}

function whenOf({ from, until, nowMs }: Period): When {
  if (until !== undefined && nowMs >= until.endMs) return 'over';
  return from !== undefined && nowMs < from.startMs ? 'ahead' : 'now';
}

function noteOf(address: Located, period: Period): Finding | undefined {
  const { from, until, nowMs } = period;
  const [what, when, { source }] = [JSON.stringify(textOf(address)), whenOf(period), address];
  if (when === 'over') {
    const message = `${what} was in force until ${until?.text}; expected it to go, or a later day`;
    return { severity: 'warning', code: 'network-entry-over', source, message };
  }
  if (when === 'ahead') {
    if (from === undefined || from.startMs - nowMs > soonMs) return undefined;
    const message = `${what} is in force from ${from.text} on`;
    return { severity: 'info', code: 'network-entry-ahead', source, message };
  }
  if (until === undefined || until.endMs - nowMs > soonMs) return undefined;
  const message = `${what} is in force until ${until.text}; expected a later day where it is still needed`;
  return { severity: 'warning', code: 'network-entry-ending', source, message };
}
