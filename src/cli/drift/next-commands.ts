// What whoever is on call may run next: take drift back, accept it, or hold a group as it is.
import { isRead } from '../../model/drift.ts';
import { commandLine, type Place } from '../command-line.ts';
import type { FoundTarget } from './read-drift.ts';

/** Nothing where there is no drift. Each is about one target alone. */
export function driftCommands(
  { drift }: Pick<FoundTarget, 'drift'>,
  place: Place,
  { hasOneTarget }: { readonly hasOneTarget: boolean },
): readonly string[] {
  if (!isRead(drift) || !drift.drift) return [];
  const { name } = drift.target;
  const here: Place = hasOneTarget ? place : { ...place, target: [name] };
  const mendable = drift.groups.filter(({ observed }) => !observed);
  const [first] = mendable;
  if (first === undefined) return [];
  const held = ['hold', first.group, '--for', '8h', '--reason', 'INC-42'];
  return [
    `${commandLine(['drift', '--repair', '--out', `${fileName(name)}.plan.json`], here)}  # the plan that takes it back`,
    `${commandLine(['drift', '--accept'], here)}  # writes it into the files`,
    ...(first.id === undefined ? [] : [`${commandLine(held, here)}  # leaves the group as it is`]),
  ];
}

function fileName(target: string): string {
  return target.replaceAll('/', '-');
}
