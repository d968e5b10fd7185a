// What whoever is on call may run next: take drift back, accept it, or hold a group as it is.
import { isRead, type TargetDrift } from '../../model/drift.ts';
import { commandLine, type Place } from '../command-line.ts';

/** Nothing where there is no drift. Each is about one target alone; of one that was not read, to look again. */
export function driftCommands(
  drift: TargetDrift,
  place: Place,
  { hasOneTarget }: { readonly hasOneTarget: boolean },
): readonly string[] {
  const { name } = drift.target;
  const here: Place = hasOneTarget ? place : { ...place, target: [name] };
  if (!isRead(drift)) return [`${commandLine(['drift'], here)}  # again, once that is mended`];
  if (!drift.drift) return [];
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
