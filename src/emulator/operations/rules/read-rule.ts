// Parameters → a rule: every check that needs nothing but the parameters themselves.

import { readLocal, readPeer } from './read-address.ts';
import { readPorts } from './read-ports.ts';
import { failure } from '../../failure.ts';
import { optional } from '../../parameters.ts';
import { parseProtocol, protocolTraits } from '../../protocol.ts';
import { knowsNumbers } from '../../regions.ts';
import { emptyFields, sides } from '../../rule.ts';
import type { RuleForm, RuleReading } from './rule-reading.ts';
import type { Call } from '../../operation.ts';
import type { Item, Parameters } from '../../parameters.ts';
import type { Direction, RuleFields } from '../../rule.ts';

/** The fields by which a call says a rule of one direction, without its list. */
export function ruleParameterNames(direction: Direction): readonly string[] {
  const { peer, local } = sides[direction];
  const ports = ['IpProtocol', 'PortRange', 'PortRangeListId', 'SourcePortRange'];
  const rest = ['NicType', 'Policy', 'Priority', 'Description'];
  return [...ports, ...Object.values(peer), local.ipv4, local.ipv6, ...rest];
}

export function readRule({ label, fields }: Item, form: RuleForm): RuleFields {
  const protocol = readProtocol({ label, fields }, form.call);
  const reading: RuleReading = { ...form, label, fields, sides: sides[form.direction], protocol };
  checkNicType(fields);
  const rule = {
    ...emptyFields,
    IpProtocol: protocol,
    Policy: readPolicy(fields),
    Priority: readPriority(fields),
    ...readPorts(reading),
    ...readPeer(reading),
    ...readLocal(reading),
    Description: readDescription(fields),
  };
  checkFamilies(rule, reading);
  return rule;
}

/** This is also what a misspelled name of the list comes to: then there is no protocol at all. */
function readProtocol({ label, fields }: Item, { region, switches }: Call): string {
  const text = optional(fields, 'IpProtocol') ?? '';
  const protocol = parseProtocol(text);
  const taken =
    !/^\d/.test(text) || switches.protocolNumbers === 'everywhere' || knowsNumbers(region);
  if (protocol !== undefined && taken) return protocol;
  const subject = label === '' ? 'IpProtocol' : `${label}.IpProtocol`;
  throw failure('InvalidIpProtocol.ValueNotSupported', { subject });
}

/** In a VPC there is one network card for all traffic, whatever a call says of it. */
function checkNicType(fields: Parameters): void {
  const type = optional(fields, 'NicType')?.toLowerCase() ?? 'intranet';
  if (type !== 'intranet' && type !== 'internet') throw failure('InvalidNicType.ValueNotSupported');
}

function readPolicy(fields: Parameters): 'Accept' | 'Drop' {
  switch (optional(fields, 'Policy')?.toLowerCase()) {
    case undefined:
    case 'accept':
      return 'Accept';
    case 'drop':
      return 'Drop';
    default:
      throw failure('InvalidPolicy.Malformed');
  }
}

function readPriority(fields: Parameters): number {
  const text = optional(fields, 'Priority') ?? '1';
  if (!/^-?\d{1,9}$/.test(text)) throw failure('InvalidPriority.Malformed');
  const priority = Number(text);
  if (priority < 1 || priority > 100) throw failure('InvalidPriority.ValueNotSupported');
  return priority;
}

function readDescription(fields: Parameters): string {
  const description = fields['Description'] ?? '';
  if (Array.from(description).length <= 512) return description;
  throw failure('InvalidSecurityGroupDiscription.Malformed');
}

/** One family for the whole rule, and for ICMP and ICMPv6 their own. */
function checkFamilies(rule: RuleFields, { act, label, protocol }: RuleReading): void {
  const ipv4 = rule.SourceCidrIp !== '' || rule.DestCidrIp !== '';
  const ipv6 = rule.Ipv6SourceCidrIp !== '' || rule.Ipv6DestCidrIp !== '';
  if (ipv4 && ipv6) throw failure('InvalidParameter.Conflict');
  const { family } = protocolTraits(protocol);
  if (!(family === 'ipv4' && ipv6) && !(family === 'ipv6' && ipv4)) return;
  if (act === 'modify') throw failure('InvalidParam.ProtocolAndAddressFamilyMismatch');
  if (ipv6) throw failure('InvalidParam.Ipv4ProtocolConflictWithIpv6Address', { subject: label });
  throw failure('InvalidParam.Ipv6ProtocolConflictWithIpv4Address', { subject: label });
}
