// The lag in a fault file.

import { Fields } from '../../seed-file/fields.ts';
import { readCount } from './numbers.ts';
import type { FaultList } from '../../seed-file/fields.ts';
import type { Lag } from '../settings.ts';

export function readLag(node: unknown, list: FaultList): Lag {
  const fields = new Fields(node, { known: ['ms', 'tagsMs', 'groups', 'pages'], list });
  const groups = fields
    .entries('groups')
    .map(({ key, node: ms }) => [key, readCount(ms, { name: key, list })] as const);
  return {
    ms: fields.wholeNumber('ms') ?? 0,
    tagsMs: fields.wholeNumber('tagsMs') ?? 0,
    groups: Object.fromEntries(groups),
    pages: fields.items('pages').map((ms) => readCount(ms, { name: 'pages', list })),
  };
}
