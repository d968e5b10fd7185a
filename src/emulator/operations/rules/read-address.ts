// The two sides of a rule: its peer, and the local addresses of a quintuple rule.

import { networkOf, parseAddress } from '../../address.ts';
import { failure } from '../../failure.ts';
import { optional } from '../../parameters.ts';
import { peerKind } from '../../rule.ts';
import type { Family } from '../../address.ts';
import type { ApiFailure, FailureCode } from '../../failure.ts';
import type { RuleReading } from './rule-reading.ts';
import type { RuleFields } from '../../rule.ts';

/** Where several peers are given, one counts and the others are ignored without a word. */
export function readPeer(reading: RuleReading): Partial<RuleFields> {
  const { peer, word } = reading.sides;
  checkOneFamily(reading, { side: peer, word });
  const kind = peerKind(reading.fields, reading.direction);
  if (kind === undefined) throw missingPeer(reading);
  if (kind === 'group') return readGroup(reading);
  const text = optional(reading.fields, peer[kind]) ?? '';
  if (kind === 'prefixList') return { [peer.prefixList]: text };
  const name = peer[kind];
  return { [name]: readAddress(reading, { name, text, family: kind }) };
}

export function readLocal(reading: RuleReading): Partial<RuleFields> {
  const { local, word } = reading.sides;
  checkOneFamily(reading, { side: local, word: word === 'Source' ? 'Dest' : 'Source' });
  for (const family of ['ipv4', 'ipv6'] as const) {
    const name = local[family];
    const text = optional(reading.fields, name);
    if (text === undefined) continue;
    checkDifferent(reading, text);
    return { [name]: readAddress(reading, { name, text, family }) };
  }
  return {};
}

/** The owner is "" for our own account, which is also how replies have it. */
function readGroup({ sides: { peer }, fields, call }: RuleReading): Partial<RuleFields> {
  const name = optional(fields, peer.groupOwnerId) ?? optional(fields, peer.groupOwnerAccount);
  const owner = name === undefined ? call.account : call.keyring.accountNamed(name);
  return {
    [peer.group]: optional(fields, peer.group) ?? '',
    [peer.groupOwnerAccount]: owner === call.account ? '' : owner,
  };
}

type AddressName = 'SourceCidrIp' | 'DestCidrIp' | 'Ipv6SourceCidrIp' | 'Ipv6DestCidrIp';

/** The deprecated form takes the bits after an IPv6 prefix away; the list leaves them. */
function readAddress(
  { act, flat, label, call }: RuleReading,
  { name, text, family }: { name: AddressName; text: string; family: Family },
): string {
  const address = parseAddress(text, family);
  const legacy = flat && act !== 'modify';
  if (address === undefined) {
    throw failure(malformedCode(name, legacy), {
      subject: label === '' ? name : `${label}.${name}`,
    });
  }
  const masked = family === 'ipv4' ? call.switches.ipv4HostBits === 'masked' : legacy;
  return masked && address.includes('/') ? networkOf(address) : address;
}

function malformedCode(name: AddressName, legacy: boolean): FailureCode {
  if (legacy && name === 'SourceCidrIp') return 'InvalidSourceCidrIp.Malformed';
  if (legacy && name === 'DestCidrIp') return 'InvalidDestCidrIp.Malformed';
  return `InvalidParam.${name}`;
}

function checkOneFamily(
  { fields, label }: RuleReading,
  {
    side,
    word,
  }: {
    side: { readonly ipv4: AddressName; readonly ipv6: AddressName };
    word: 'Source' | 'Dest';
  },
): void {
  const both = [side.ipv4, side.ipv6].every((name) => optional(fields, name) !== undefined);
  if (both) throw failure(`InvalidParam.${word}Ip`, { subject: label });
}

function checkDifferent({ fields, sides: { peer } }: RuleReading, local: string): void {
  const far = optional(fields, peer.ipv4) ?? optional(fields, peer.ipv6);
  if (far !== local) return;
  const subject = 'SourceCidrIp should be different from the DestCidrIp';
  throw failure('InvalidParamter.Conflict', { status: 400, subject });
}

function missingPeer({ sides: { word }, label }: RuleReading): ApiFailure {
  return failure(`MissingParameter.${word}`, { subject: label === '' ? 'the request' : label });
}
