// Where a request goes: the operation that it names, and the region.

import { failure } from './failure.ts';
import { optional } from './parameters.ts';
import { products } from './products.ts';
import { regionalPrefix } from './regions.ts';
import type { Operation } from './operation.ts';
import type { Parameters } from './parameters.ts';

export interface Named {
  readonly product: string;
  readonly version: string;
  readonly action: string;
  readonly region: string | undefined;
  readonly parameters: Parameters;
}

export function findOperation({ product, version, action }: Named): Operation {
  const found = products.find(
    ({ name, version: served }) =>
      name.toLowerCase() === product.toLowerCase() && served === version,
  );
  if (found === undefined) throw failure('InvalidVersion');
  const operation = found.operations.get(action);
  if (operation === undefined) throw failure('InvalidAction.NotFound');
  return operation;
}

/** "" where the operation knows no regions, or need not be told one. */
export function regionOf(
  { region, parameters }: Named,
  { missingRegion, regionOptional }: Operation,
): string {
  if (missingRegion === undefined) return '';
  const found = region ?? optional(parameters, 'RegionId');
  if (found === undefined && regionOptional) return '';
  if (found === undefined) throw failure(missingRegion);
  if (regionalPrefix(found) === undefined) throw failure('InvalidRegionId.NotFound');
  return found;
}
