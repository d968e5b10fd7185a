// Which calls change something.

import { products } from '../products.ts';

const writes: ReadonlySet<string> = new Set(
  products.flatMap(({ operations }) =>
    [...operations.values()].filter(({ mutates }) => mutates).map(({ action }) => action),
  ),
);

export function isWrite({ action }: { readonly action: string }): boolean {
  return writes.has(action);
}
