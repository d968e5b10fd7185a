// The operations on port lists, whose replies are plain arrays, unlike all others.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { listOf, optional } from '../../parameters.ts';
import { readTags } from '../../text-checks.ts';
import { readResourceGroup, rememberResourceGroup } from '../around/find-resource-group.ts';
import { tagBodies, tagTest } from '../match-tags.ts';
import { newestFirst } from '../newest-first.ts';
import { tokenPage } from '../pages.ts';
import { isPortRange } from '../../ports.ts';
import {
  changeEntries,
  checkListName,
  readDescription,
  readEntries,
  readMaxEntries,
  required,
} from './list-parameters.ts';
import type { ListEntry, PortRangeList } from '../../lists.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';

const idsMax = 100;

export const createPortRangeList = operation('CreatePortRangeList', create, {
  takesClientToken: true,
});
export const modifyPortRangeList = operation('ModifyPortRangeList', modify, {
  takesClientToken: true,
});
export const deletePortRangeList = operation('DeletePortRangeList', remove);
export const describePortRangeLists = operation('DescribePortRangeLists', describe, {
  mutates: false,
});
export const describePortRangeListEntries = operation(
  'DescribePortRangeListEntries',
  describeEntries,
  { mutates: false },
);
export const describePortRangeListAssociations = operation(
  'DescribePortRangeListAssociations',
  describeAssociations,
  { mutates: false },
);

const listing = {
  size: { least: 1, most: 100, usual: 10, clamped: false },
  badToken: 'InvalidParameter',
  badNumber: 'InvalidParameter',
} as const;

function create(call: Call): ReplyBody {
  const { parameters, limits, state, account, region } = call;
  const name = checkListName(
    required(parameters, 'PortRangeListName'),
    'InvalidParameter.PortRangeListName',
  );
  const maxEntries = readMaxEntries(parameters, {
    most: limits.portRangeListEntriesMax,
    code: 'InvalidOperation.MaxEntriesCountExceed',
  });
  const description = readDescription(parameters) ?? '';
  const entries = entriesOf(call, 'Entry');
  if (entries.length > maxEntries) throw failure('InvalidOperation.EntryCountExceedMaxEntries');
  const tags = readTags(parameters);
  if (tags.size > limits.tagsPerResourceMax) throw failure('QuotaExceed.Tags');
  const resourceGroupId = readResourceGroup(call);
  const present = newestFirst(state.lists.portRangeLists.values(), call).length;
  if (present >= limits.portRangeListsPerRegionMax) {
    throw failure('InvalidOperation.MaxCountExceed');
  }
  rememberResourceGroup(resourceGroupId, call);
  const id = call.identifiers.resourceId('prl', region);
  const sequence = state.nextSequence();
  const made = { id, account, region, sequence, creationTime: call.time, name, description };
  state.lists.portRangeLists.set(id, { ...made, maxEntries, resourceGroupId, tags, entries });
  return { PortRangeListId: id };
}

function modify(call: Call): ReplyBody {
  const { parameters } = call;
  const before = findList(call);
  const name = optional(parameters, 'PortRangeListName') ?? before.name;
  if (name !== before.name) checkListName(name, 'InvalidParameter.PortRangeListName');
  const description = readDescription(parameters) ?? before.description;
  const [added, removed] = [entriesOf(call, 'AddEntry'), entriesOf(call, 'RemoveEntry')];
  if (added.some(({ text }) => removed.some((entry) => entry.text === text))) {
    throw failure('InvalidParameter.PortRangeDuplicated');
  }
  const entries = changeEntries(before.entries, { added, removed });
  if (entries.length > before.maxEntries) throw failure('LimitExceed.MaxEntries');
  call.state.lists.portRangeLists.set(before.id, { ...before, name, description, entries });
  return {};
}

function remove(call: Call): ReplyBody {
  const { id } = findList(call);
  if (call.state.referrersOf(id).length > 0) {
    throw failure('InvalidPortRangeListId.AssociationExist');
  }
  call.state.lists.portRangeLists.delete(id);
  return {};
}

function describe(call: Call): ReplyBody {
  const { parameters, state } = call;
  const ids = listOf(parameters, 'PortRangeListId');
  if (ids.length > idsMax) throw failure('InvalidParameter', { subject: 'PortRangeListId' });
  const name = optional(parameters, 'PortRangeListName');
  const group = optional(parameters, 'ResourceGroupId');
  const tagged = tagTest(parameters);
  const matches = newestFirst(state.lists.portRangeLists.values(), call).filter(
    (list) =>
      (ids.length === 0 || ids.includes(list.id)) &&
      (name === undefined || list.name === name) &&
      (group === undefined || list.resourceGroupId === group) &&
      tagged(list.tags),
  );
  const where = { ...listing, list: 'port-range-lists' };
  const { items, paging } = tokenPage(matches, parameters, where);
  return { PortRangeLists: items.map((list) => listBody(list, call)), ...paging };
}

function listBody(list: PortRangeList, { state }: Call): ReplyBody {
  return {
    PortRangeListId: list.id,
    PortRangeListName: list.name,
    Description: list.description,
    MaxEntries: list.maxEntries,
    CreationTime: list.creationTime.replace(/:\d\dZ$/, 'Z'),
    AssociationCount: state.referrersOf(list.id).length,
    ResourceGroupId: list.resourceGroupId,
    Tags: tagBodies(list.tags),
  };
}

function describeEntries(call: Call): ReplyBody {
  const { entries } = findList(call);
  return {
    Entries: entries.map(({ text, description }) => ({
      PortRange: text,
      Description: description,
    })),
  };
}

function describeAssociations(call: Call): ReplyBody {
  const { id } = findList(call);
  const groups = call.state.referrersOf(id).map(({ attributes }) => attributes);
  const list = `associations-of-${id}`;
  const { items, paging } = tokenPage(groups.toReversed(), call.parameters, { ...listing, list });
  return {
    PortRangeListAssociations: items.map((group) => ({
      ResourceId: group.id,
      ResourceType: 'SecurityGroup',
    })),
    ...paging,
  };
}

function findList(call: Call): PortRangeList {
  const id = required(call.parameters, 'PortRangeListId');
  const list = call.state.lists.portRangeListAt(id, call);
  if (list === undefined) throw failure('InvalidPortRangeListId.NotFound');
  return list;
}

function entriesOf(
  { parameters }: Call,
  name: 'Entry' | 'AddEntry' | 'RemoveEntry',
): readonly ListEntry[] {
  return readEntries(parameters, {
    name,
    field: 'PortRange',
    duplicate: 'InvalidParameter.PortRangeDuplicated',
    parse: (text) => {
      if (isPortRange(text)) return text;
      throw failure('InvalidParameter.PortRange');
    },
  });
}
