// How calls about prefix lists and port lists are refused.

import type { Refusal } from './refusal.ts';

export const listRefusals = {
  'InvalidOperation.EntryCountExceedMaxEntries': {
    status: 400,
    message: 'The number of entries in the port list exceeds MaxEntries.',
  },
  'InvalidOperation.MaxCountExceed': {
    status: 400,
    message: 'The number of port range list in the current account has exceeded quota.',
  },
  'InvalidOperation.MaxEntriesCountExceed': {
    status: 400,
    message: 'The specified MaxEntries exceeded the upper limit.',
  },
  'InvalidParam.Entry': { status: 400, message: 'The specified parameter Entry is not valid.' },
  'InvalidParam.PrefixListAddressFamilyMismatch': {
    status: 400,
    message: 'The address family of the specified prefix list does not match the specified CidrIp.',
  },
  'InvalidParameter.AddressFamily': {
    status: 400,
    message: 'The parameter AddressFamily should be IPv4 or IPv6.',
  },
  'InvalidParameter.CidrDuplicated': {
    status: 400,
    message: 'The specified parameter %s is duplicated.',
  },
  'InvalidParameter.CidrMalformed': {
    status: 400,
    message: 'The specified parameter %s is not a valid CIDR block.',
  },
  'InvalidParameter.PortRange': {
    status: 400,
    message:
      'The specified parameter PortRange is not valid. It should be two integers less than 65535 in specified format.',
  },
  'InvalidParameter.PortRangeDuplicated': {
    status: 400,
    message: 'The specified PortRange is duplicated.',
  },
  'InvalidParameter.PortRangeListName': {
    status: 400,
    message: 'The specified parameter PortRangeListName is not valid.',
  },
  'InvalidParameter.PrefixListName': {
    status: 400,
    message: 'The parameter PrefixListName is not valid.',
  },
  'InvalidPortRangeListId.AssociationExist': {
    status: 400,
    message: 'The specified port range list has association resources.',
  },
  'LimitExceed.Entry': {
    status: 400,
    message: 'The number of entries added or removed exceeds the limit.',
  },
  'LimitExceed.MaxEntries': {
    status: 400,
    message: 'The number of entries exceeds the MaxEntries of the specified list.',
  },
  'LimitExceed.PortRangeListAssociationResource': {
    status: 403,
    message: 'The number of resources associated with the port range list exceeds the limit.',
  },
  'LimitExceed.PrefixListAssociationResource': {
    status: 403,
    message: 'The number of resources associated with the prefix list exceeds the limit.',
  },
  'LimitExceed.PrefixListId': {
    status: 400,
    message: 'The specified number of PrefixListId exceeds the limit.',
  },
  'LimitExceed.PrefixListPerRegion': {
    status: 404,
    message: 'The number of prefix lists in the region exceeds the limit.',
  },
  'NotAllowed.AssociationExist': {
    status: 400,
    message: 'The specified prefix list has associated resources.',
  },
} as const satisfies Readonly<Record<string, Refusal>>;
