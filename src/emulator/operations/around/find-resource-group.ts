// The resource group that a call names, by its parameter ResourceGroupId.

import { failure } from '../../failure.ts';
import { optional } from '../../parameters.ts';
import type { Call } from '../../operation.ts';
import type { ResourceGroup } from '../../state.ts';

/**
 * What resources have is "", for the default one as for none. One that nobody has heard of comes into
 * being with `rememberResourceGroup`, once the call has passed its other checks.
 */
export function readResourceGroup(call: Call): string {
  const id = optional(call.parameters, 'ResourceGroupId') ?? '';
  if (id === '' || id === defaultResourceGroup(call.account).id) return '';
  const found = call.state.resourceGroups.get(id);
  if (found?.account === call.account) return id;
  if (found !== undefined || !call.anyVpc || !id.startsWith('rg-')) {
    throw failure('InvalidResourceGroup.NotFound');
  }
  return id;
}

/** What replies say of a resource that has this. */
export function shownResourceGroup(id: string, { account, switches }: Call): string {
  if (id !== '' || switches.defaultResourceGroup === 'unnamed') return id;
  return defaultResourceGroup(account).id;
}

/** What resources have that are in the one that a filter names, the default one among them. */
export function filteredResourceGroup({ account, parameters }: Call): string | undefined {
  const id = optional(parameters, 'ResourceGroupId');
  return id === defaultResourceGroup(account).id ? '' : id;
}

export function rememberResourceGroup(id: string, { account, state }: Call): void {
  if (id === '' || state.resourceGroups.has(id)) return;
  state.resourceGroups.set(id, { id, account, name: id });
}

/** Which every account has, and which is the id of no resource. */
export function defaultResourceGroup(account: string): ResourceGroup {
  return { id: `rg-default-${account}`, account, name: 'default' };
}
