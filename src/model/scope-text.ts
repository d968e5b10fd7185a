// On which interfaces something is, in a few words.
import type { AccessScope } from './access.ts';

export interface KnownCounts {
  readonly interfaces: number;
  /** Undefined where it is not known which of several places have an instance in common. */
  readonly instances: number | undefined;
}

/** `app → app + web (1 instance)` where interfaces move, and else `web (3 instances)`, `web + base (2 interfaces, 1 instance)`, `150 groups (312 instances)`. */
export function formatScopes(
  scopes: readonly AccessScope[],
  touches: KnownCounts | undefined,
): string {
  const onSome = scopes.filter(({ interfaces }) => interfaces !== 0);
  const shown = onSome.length > 0 ? onSome : scopes;
  const where = formatCounts(touches)
    .map((text) => ` (${text})`)
    .join('');
  const names = new Set(shown.map(scopeText));
  if (names.size <= 2) return `${[...names].join(', ')}${where}`;
  const isSingle = shown.every(({ groups }) => groups.length === 1);
  return `${names.size} ${isSingle ? 'groups' : 'sets of groups'}${where}`;
}

function scopeText({ groups, moves }: AccessScope): string {
  const without = (gone: readonly string[]) =>
    groups.filter((name) => !gone.includes(name)).join(' + ');
  if (moves === undefined) return groups.join(' + ');
  return `${without(moves.joins)} → ${without(moves.leaves)}`;
}

/** `12 instances` where each has one of the interfaces; nothing where they could not be read. */
export function formatCounts(touches: KnownCounts | undefined): readonly string[] {
  if (touches === undefined) return [];
  const { interfaces, instances = 0 } = touches;
  if (interfaces === 0) return ['no interface'];
  if (instances === interfaces) return [counted(instances, 'instance')];
  const shown = counted(interfaces, 'interface');
  return [instances === 0 ? shown : `${shown}, ${counted(instances, 'instance')}`];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
