// All that has tags and belongs to a resource group, seen as one kind of thing.

import { failure } from '../../failure.ts';
import { optional } from '../../parameters.ts';
import { isAt } from '../../state.ts';
import type { Group } from '../../group.ts';
import type { Call } from '../../operation.ts';
import type { Parameters } from '../../parameters.ts';
import type { Place } from '../../place.ts';
import type { World } from '../../state.ts';

export type ResourceKind = (typeof kinds)[number];

/** As ResourceType has them; those of lists are not in the vendor's tables, but clients use them. */
const kinds = ['securitygroup', 'instance', 'eni', 'prefixlist', 'portrangelist'] as const;

export interface Resource extends Changeable {
  readonly id: string;
  readonly sequence: number;
  readonly serviceManaged: boolean;
  readonly change: (changed: Partial<Changeable>) => void;
}

interface Changeable {
  readonly tags: ReadonlyMap<string, string>;
  readonly resourceGroupId: string;
}

export function readKind(parameters: Parameters): ResourceKind {
  const text = optional(parameters, 'ResourceType')?.toLowerCase();
  const kind = kinds.find((known) => known === text);
  if (kind === undefined) throw failure('InvalidResourceType.NotFound');
  return kind;
}

export function resourceOf(kind: ResourceKind, id: string, call: Call): Resource | undefined {
  if (kind !== 'securitygroup') return resourcesAt(kind, call).find((found) => found.id === id);
  const group = call.state.groupAt(id, call);
  return group === undefined ? undefined : groupResource(group);
}

export function resourcesAt(kind: ResourceKind, call: Call): readonly Resource[] {
  return resources(kind, call.state).filter((resource) => isAt(resource, call));
}

function resources(kind: ResourceKind, state: World): readonly (Resource & Place)[] {
  const { machines, lists } = state;
  switch (kind) {
    case 'securitygroup':
      return Array.from(state.groups(), groupResource);
    case 'instance':
      return wrap(machines.instances(), (one) => {
        machines.putInstance(one);
      });
    case 'eni':
      return wrap(machines.interfaces(), (one) => {
        machines.putInterface(one);
      });
    case 'prefixlist':
      return wrap(lists.prefixLists.values(), (one) => lists.prefixLists.set(one.id, one));
    case 'portrangelist':
      return wrap(lists.portRangeLists.values(), (one) => lists.portRangeLists.set(one.id, one));
  }
}

function groupResource(group: Group): Resource & Place {
  return {
    ...group.attributes,
    change: (changed) => {
      group.attributes = { ...group.attributes, ...changed };
    },
  };
}

function wrap<T extends Place & Changeable & { readonly id: string; readonly sequence: number }>(
  all: Iterable<T>,
  put: (one: T) => void,
): readonly (Resource & Place)[] {
  return Array.from(all, (one) => ({
    serviceManaged: false,
    ...one,
    change: (changed: Partial<Changeable>) => {
      put({ ...one, ...changed });
    },
  }));
}
