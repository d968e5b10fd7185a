// The named services of a workspace: a protocol with its ports, or several of them under one name.
import type { Report } from '../fault.ts';
import { readServiceParts, type FindService } from '../rules/read-services.ts';
import type { ServicePart } from '../rules/rule-parts.ts';
import { isSound } from '../shape/shape.ts';
import { itemsOf, type Located } from '../yaml/located.ts';

export interface Services {
  readonly names: readonly string[];
  readonly find: FindService;
}

export const noServices: Services = { names: [], find: () => 'unknown' };
/** Where the workspace could not be read, every name may be that of a service. */
export const unreadServices: Services = { names: [], find: () => 'faulty' };

/** Reads all of them, used or not, and reports every fault. */
export function readServices(
  node: Located | undefined,
  faulty: ReadonlySet<Located>,
  report: Report,
): Services {
  if (node === undefined) return noServices;
  if (node.kind !== 'map') return unreadServices;
  const read = new Map(
    [...node.entries].map(([name, { value }]) => [name, readService(value, { faulty, report })]),
  );
  return {
    names: [...read.keys()],
    find: (name) => (read.has(name) ? (read.get(name) ?? 'faulty') : 'unknown'),
  };
}

function readService(
  node: Located,
  context: { readonly faulty: ReadonlySet<Located>; readonly report: Report },
): readonly ServicePart[] | undefined {
  if (!isSound(node, context.faulty)) return undefined;
  const entries = itemsOf(node).map((entry) =>
    readServiceParts(entry, [], context)?.map((part) => ({ ...part, via: entry.source })),
  );
  return entries.includes(undefined) ? undefined : entries.flatMap((entry) => entry ?? []);
}
