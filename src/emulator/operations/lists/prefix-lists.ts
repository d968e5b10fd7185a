// The operations on prefix lists.

import { networkOf, parseAddress } from '../../address.ts';
import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { listOf, optional } from '../../parameters.ts';
import { readTags } from '../../text-checks.ts';
import { readResourceGroup, rememberResourceGroup } from '../around/find-resource-group.ts';
import { tagBodies, tagTest } from '../match-tags.ts';
import { newestFirst } from '../newest-first.ts';
import { tokenPage } from '../pages.ts';
import {
  changeEntries,
  checkListName,
  readDescription,
  readEntries,
  readMaxEntries,
  required,
} from './list-parameters.ts';
import type { ListEntry, PrefixList } from '../../lists.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';

const idsMax = 100;

export const createPrefixList = operation('CreatePrefixList', create, { takesClientToken: true });
export const modifyPrefixList = operation('ModifyPrefixList', modify);
export const deletePrefixList = operation('DeletePrefixList', remove);
export const describePrefixLists = operation('DescribePrefixLists', describe, { mutates: false });
export const describePrefixListAttributes = operation('DescribePrefixListAttributes', describeOne, {
  mutates: false,
});
export const describePrefixListAssociations = operation(
  'DescribePrefixListAssociations',
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
    required(parameters, 'PrefixListName'),
    'InvalidParameter.PrefixListName',
  );
  const family = readFamily(required(parameters, 'AddressFamily'));
  const most = { most: limits.prefixListEntriesMax, code: 'InvalidParameter' } as const;
  const maxEntries = readMaxEntries(parameters, most);
  const description = readDescription(parameters) ?? '';
  const entries = entriesOf(call, 'Entry', family);
  if (entries.length > maxEntries) throw failure('LimitExceed.MaxEntries');
  const tags = readTags(parameters);
  if (tags.size > limits.tagsPerResourceMax) throw failure('QuotaExceed.Tags');
  const resourceGroupId = readResourceGroup(call);
  const present = newestFirst(state.lists.prefixLists.values(), call).length;
  if (present >= limits.prefixListsPerRegionMax) throw failure('LimitExceed.PrefixListPerRegion');
  rememberResourceGroup(resourceGroupId, call);
  const id = call.identifiers.resourceId('pl', region);
  const sequence = state.nextSequence();
  const made = { id, account, region, sequence, creationTime: call.time, name, description };
  state.lists.prefixLists.set(id, { ...made, maxEntries, resourceGroupId, tags, family, entries });
  return { PrefixListId: id };
}

/** Its family and its size are what it was made with. */
function modify(call: Call): ReplyBody {
  const { parameters } = call;
  const before = findList(call);
  const name = optional(parameters, 'PrefixListName') ?? before.name;
  if (name !== before.name) checkListName(name, 'InvalidParameter.PrefixListName');
  const description = readDescription(parameters) ?? before.description;
  const added = entriesOf(call, 'AddEntry', before.family);
  const removed = entriesOf(call, 'RemoveEntry', before.family);
  const both = added.find(({ text }) => removed.some((entry) => entry.text === text));
  if (both !== undefined) throw failure('InvalidParameter.CidrDuplicated', { subject: both.text });
  const entries = changeEntries(before.entries, { added, removed });
  if (entries.length > before.maxEntries) throw failure('LimitExceed.MaxEntries');
  call.state.lists.prefixLists.set(before.id, { ...before, name, description, entries });
  return {};
}

function remove(call: Call): ReplyBody {
  const { id } = findList(call);
  if (call.state.referrersOf(id).length > 0) throw failure('NotAllowed.AssociationExist');
  call.state.lists.prefixLists.delete(id);
  return {};
}

function describe(call: Call): ReplyBody {
  const { parameters, state } = call;
  const ids = listOf(parameters, 'PrefixListId');
  if (ids.length > idsMax) throw failure('LimitExceed.PrefixListId');
  const familyText = optional(parameters, 'AddressFamily');
  const family = familyText === undefined ? undefined : readFamily(familyText);
  const name = optional(parameters, 'PrefixListName');
  const group = optional(parameters, 'ResourceGroupId');
  const tagged = tagTest(parameters);
  const matches = newestFirst(state.lists.prefixLists.values(), call).filter(
    (list) =>
      (ids.length === 0 || ids.includes(list.id)) &&
      (family === undefined || list.family === family) &&
      (name === undefined || list.name === name) &&
      (group === undefined || list.resourceGroupId === group) &&
      tagged(list.tags),
  );
  const { items, paging } = tokenPage(matches, parameters, { ...listing, list: 'prefix-lists' });
  return { PrefixLists: { PrefixList: items.map((list) => listBody(list, call)) }, ...paging };
}

function listBody(list: PrefixList, { state }: Call): ReplyBody {
  return {
    ...headOf(list),
    AssociationCount: state.referrersOf(list.id).length,
    ResourceGroupId: list.resourceGroupId,
    Tags: { Tag: tagBodies(list.tags) },
  };
}

function describeOne(call: Call): ReplyBody {
  const list = findList(call);
  const Entry = list.entries.map(({ text, description }) => ({
    Cidr: text,
    Description: description,
  }));
  return { ...headOf(list), Entries: { Entry } };
}

/** The groups that have rules with it. */
function describeAssociations(call: Call): ReplyBody {
  const { id } = findList(call);
  const groups = call.state.referrersOf(id).map(({ attributes }) => attributes);
  const list = `associations-of-${id}`;
  const { items, paging } = tokenPage(groups.toReversed(), call.parameters, { ...listing, list });
  const PrefixListAssociation = items.map((group) => ({
    ResourceId: group.id,
    ResourceType: 'securitygroup',
  }));
  return { PrefixListAssociations: { PrefixListAssociation }, ...paging };
}

function headOf(list: PrefixList): ReplyBody {
  return {
    PrefixListId: list.id,
    PrefixListName: list.name,
    Description: list.description,
    AddressFamily: list.family,
    MaxEntries: list.maxEntries,
    CreationTime: list.creationTime.replace(/:\d\dZ$/, 'Z'),
  };
}

function findList(call: Call): PrefixList {
  const id = required(call.parameters, 'PrefixListId');
  const list = call.state.lists.prefixListAt(id, call);
  if (list === undefined) throw failure('InvalidPrefixListId.NotFound');
  return list;
}

function readFamily(text: string): PrefixList['family'] {
  const family = (['IPv4', 'IPv6'] as const).find(
    (known) => known.toLowerCase() === text.toLowerCase(),
  );
  if (family === undefined) throw failure('InvalidParameter.AddressFamily');
  return family;
}

function entriesOf(
  { parameters }: Call,
  name: 'Entry' | 'AddEntry' | 'RemoveEntry',
  family: PrefixList['family'],
): readonly ListEntry[] {
  return readEntries(parameters, {
    name,
    field: 'Cidr',
    duplicate: 'InvalidParameter.CidrDuplicated',
    parse: (text, label) => {
      const address = parseAddress(text, family === 'IPv4' ? 'ipv4' : 'ipv6');
      const block = address === undefined ? undefined : blockOf(address);
      if (block !== undefined && block === networkOf(block)) return block;
      throw failure('InvalidParameter.CidrMalformed', { subject: label });
    },
  });
}

/** A single address becomes a block of its own. */
function blockOf(address: string): string {
  if (address.includes('/')) return address;
  return address.includes(':') ? `${address}/128` : `${address}/32`;
}
