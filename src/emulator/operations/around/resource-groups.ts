// ResourceManager ListResourceGroups: the default one, one to move things to, and those of the state.

import { operation } from '../../operation.ts';
import { optional } from '../../parameters.ts';
import { numberedPage } from '../pages.ts';
import { defaultResourceGroup } from './find-resource-group.ts';
import type { Call } from '../../operation.ts';
import type { ResourceGroup } from '../../state.ts';
import type { ReplyBody } from '../../tokens.ts';

export const listResourceGroups = operation('ListResourceGroups', list, {
  mutates: false,
  missingRegion: undefined,
});

const listing = {
  list: 'resource-groups',
  size: { least: 1, most: 100, usual: 10, clamped: false },
  badToken: 'InvalidParameter',
  badNumber: 'InvalidParameter',
} as const;

function list({ state, account, parameters }: Call): ReplyBody {
  const [id, name] = [optional(parameters, 'ResourceGroupId'), optional(parameters, 'Name')];
  const own = [...state.resourceGroups.values()].filter((group) => group.account === account);
  const groups = [defaultResourceGroup(account), spare(account), ...own].filter(
    (group) => (id === undefined || group.id === id) && (name === undefined || group.name === name),
  );
  const sequenced = groups.map((group, index) => ({ group, sequence: groups.length - index }));
  const { items, paging } = numberedPage(sequenced, parameters, listing);
  const { TotalCount, PageNumber, PageSize } = paging;
  const ResourceGroup = items.map(({ group }) => groupBody(group));
  return { ResourceGroups: { ResourceGroup }, TotalCount, PageNumber, PageSize };
}

/** Tests of other people's clients need two, and take whichever comes. */
function spare(account: string): ResourceGroup {
  return { id: `rg-spare-${account}`, account, name: 'spare' };
}

function groupBody({ id, name, account }: ResourceGroup): ReplyBody {
  return {
    Id: id,
    Name: name,
    DisplayName: name,
    AccountId: account,
    Status: 'OK',
    CreateDate: '2026-01-01T00:00:00+08:00',
  };
}
