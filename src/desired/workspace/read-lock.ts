// The lock of a workspace, and whether the group that it names is one to put a tag on.
import { parseDuration } from '../../model/duration.ts';
import type { DesiredGroup } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { leaseMsMax, leaseMsMin, leaseMsUsual, type Lock } from '../../model/lock.ts';
import { formatSource } from '../../model/source.ts';
import { closest } from '../shape/closest.ts';
import { fault, type Report, type Words } from '../fault.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';

/** `node` has the shape of the schema; undefined where there is a fault, which is then reported. */
export function readLock(node: Located, report: Report): Lock | undefined {
  const [file, group, lease] = ['file', 'group', 'lease'].map((key) => valueAt(node, key));
  const leaseMs = lease === undefined ? leaseMsUsual : parseDuration(textOf(lease));
  if (leaseMs === undefined || leaseMs < leaseMsMin || leaseMs > leaseMsMax) {
    report(fault((lease ?? node).source, wrongLease(lease ?? node)));
    return undefined;
  }
  if (file !== undefined) return { kind: 'file', file: textOf(file), leaseMs };
  if (group === undefined) return undefined;
  return { kind: 'group', group: textOf(group) as GroupName, leaseMs, source: group.source };
}

function wrongLease(lease: Located): Words {
  const message = `"lease" is ${JSON.stringify(textOf(lease))}; expected a time from 1m to 24h`;
  return { code: 'bad-lease', message, example: 'lease: 15m' };
}

/** `namesKnown`: every name of a group could be read, so that another name is unknown. */
export function reportLockFaults(
  lock: Lock | undefined,
  {
    groups,
    namesKnown,
  }: { readonly groups: readonly DesiredGroup[]; readonly namesKnown: boolean },
  report: Report,
): void {
  if (lock?.kind !== 'group') return;
  const group = groups.find(({ name }) => name === lock.group);
  if (group === undefined) {
    const names = groups.filter(({ state }) => state === 'present').map(({ name }) => name);
    if (namesKnown) report(fault(lock.source, unknownGroup(lock.group, names)));
  } else if (group.state !== 'present') report(fault(lock.source, leavingGroup(group)));
}

function unknownGroup(name: GroupName, names: readonly GroupName[]): Words {
  const meant = closest(name, names);
  const hint = meant === undefined ? 'expected a group of these files' : `did you mean "${meant}"?`;
  const message = `no group is named "${name}"; ${hint}`;
  return {
    code: 'unknown-group',
    message,
    example: `lock: { group: ${meant ?? names[0] ?? 'web'} }`,
  };
}

function leavingGroup({ name, state, source }: DesiredGroup): Words {
  const message = `the group "${name}" is to be ${state} (${formatSource(source)}); expected a group that is present`;
  return { code: `${state}-group`, message, example: 'lock: { group: web }' };
}
