// The texts of groups and tags: names, descriptions, keys and values.

import { failure } from './failure.ts';
import { itemsOf } from './parameters.ts';
import type { FailureCode } from './failure.ts';
import type { Parameters } from './parameters.ts';

export function checkGroupName(name: string): void {
  if (/^\p{L}[\p{L}\p{N}:_.-]{1,127}$/u.test(name)) return;
  throw failure('InvalidSecurityGroupName.Malformed');
}

export function checkGroupDescription(description: string, code: FailureCode): void {
  const length = Array.from(description).length;
  if (length >= 2 && length <= 256 && !/^https?:\/\//i.test(description)) return;
  throw failure(code);
}

/** `Tag.N.Key` and `Tag.N.Value`; a tag without value has the value "". */
export function readTags(parameters: Parameters): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const { fields } of itemsOf(parameters, 'Tag')) {
    const key = fields['Key'] ?? '';
    const value = fields['Value'] ?? '';
    checkTagKey(key);
    checkTagValue(value);
    if (tags.has(key)) throw failure('Duplicate.TagKey');
    tags.set(key, value);
  }
  return tags;
}

function checkTagKey(key: string): void {
  const length = Array.from(key).length;
  const reserved = /^(aliyun|acs:)/i.test(key) || /https?:\/\//i.test(key);
  if (length < 1 || length > 128 || reserved) throw failure('InvalidTagKey.Malformed');
}

function checkTagValue(value: string): void {
  if (Array.from(value).length <= 128 && !/https?:\/\//i.test(value)) return;
  throw failure('InvalidTagValue.Malformed');
}
