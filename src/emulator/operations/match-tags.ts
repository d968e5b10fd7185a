// The filter by `Tag.N`, which most lists have: every tag must match; one without value matches any.

import { failure } from '../failure.ts';
import { itemsOf } from '../parameters.ts';
import type { Parameters } from '../parameters.ts';

export type TagTest = (tags: ReadonlyMap<string, string>) => boolean;

export function tagTest(parameters: Parameters): TagTest {
  const wanted = itemsOf(parameters, 'Tag').map(({ fields }) => ({
    key: fields['Key'] ?? '',
    value: fields['Value'],
  }));
  if (wanted.some(({ key }) => key === '')) throw failure('InvalidTagKey.Malformed');
  return (tags) =>
    wanted.every(({ key, value }) => tags.has(key) && (value ?? tags.get(key)) === tags.get(key));
}

export function tagBodies(
  tags: ReadonlyMap<string, string>,
): readonly { readonly TagKey: string; readonly TagValue: string }[] {
  return Array.from(tags, ([TagKey, TagValue]) => ({ TagKey, TagValue }));
}
