// Who should be in a group.
import type { WrittenMember, WrittenMembers } from '../../model/member.ts';
import { formatSource } from '../../model/source.ts';
import { fault, type Report } from '../fault.ts';
import { isSound } from '../shape/shape.ts';
import { itemsOf, textOf, valueAt, type Located } from '../yaml/located.ts';

interface MembersContext {
  readonly faulty: ReadonlySet<Located>;
  readonly report: Report;
}

const lists = [
  { key: 'instances', kind: 'instance' },
  { key: 'networkInterfaces', kind: 'networkInterface' },
] as const;

/** Undefined where nobody wrote them, or not as they should be; faults are reported. */
export function readMembers(
  root: Located,
  { faulty, report }: MembersContext,
): WrittenMembers | undefined {
  const members = valueAt(root, 'members');
  if (members === undefined || !isSound(members, faulty)) return undefined;
  const written = lists.filter(({ key }) => valueAt(members, key) !== undefined);
  if (written.length === 0) {
    const message =
      '"members" names nobody; expected instances or networkInterfaces, where [] means none';
    report(fault(members.source, { code: 'empty-members', message, example }));
  }
  const all = written.flatMap(({ key, kind }) => {
    const list = valueAt(members, key);
    const items = list === undefined ? [] : itemsOf(list);
    return items.map((item): WrittenMember => ({ kind, id: textOf(item), source: item.source }));
  });
  reportRepeated(all, report);
  const exclusive = valueAt(members, 'exclusive');
  const isExclusive = exclusive !== undefined && textOf(exclusive) === 'true';
  return { all, isExclusive, source: members.source };
}

const example = 'members: { instances: [i-bp1example0000000001] }';

function reportRepeated(all: readonly WrittenMember[], report: Report): void {
  const places = new Map<string, WrittenMember>();
  for (const member of all) {
    const first = places.get(member.id);
    if (first === undefined) {
      places.set(member.id, member);
      continue;
    }
    const message = `${member.id} is written already at ${formatSource(first.source)}; expected it once`;
    report(fault(member.source, { code: 'duplicate-member', message }));
  }
}
