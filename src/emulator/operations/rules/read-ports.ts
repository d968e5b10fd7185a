// The ports of a rule: of the destination, as a range or as a port list, and of the source.

import { failure } from '../../failure.ts';
import { optional } from '../../parameters.ts';
import { isPortRange } from '../../ports.ts';
import { protocolTraits } from '../../protocol.ts';
import type { ApiFailure } from '../../failure.ts';
import type { RuleReading } from './rule-reading.ts';
import type { RuleFields } from '../../rule.ts';

type Ports = Pick<RuleFields, 'PortRange' | 'PortRangeListId' | 'SourcePortRange'>;

export function readPorts(reading: RuleReading): Ports {
  const range = optional(reading.fields, 'PortRange');
  const list = optional(reading.fields, 'PortRangeListId');
  const SourcePortRange = readSourcePorts(reading);
  if (range !== undefined) {
    checkRange(range, reading);
    return { PortRange: range, PortRangeListId: '', SourcePortRange };
  }
  if (list === undefined) throw failure('InvalidPortRange.Malformed');
  if (!protocolTraits(reading.protocol).ports) {
    throw failure('InvalidParam.ProtocolNotSupportPortRangeList');
  }
  return { PortRange: '', PortRangeListId: list, SourcePortRange };
}

function checkRange(range: string, reading: RuleReading): void {
  const all = range === '-1/-1';
  if (!all && !isPortRange(range)) throw malformed(reading);
  if (all === protocolTraits(reading.protocol).ports) throw mismatch(reading);
}

/** -1/-1 is every port, and the console sends it with any protocol. */
function readSourcePorts({ fields, protocol }: RuleReading): string {
  const range = optional(fields, 'SourcePortRange') ?? '';
  if (range === '' || range === '-1/-1') return range;
  if (isPortRange(range) && protocolTraits(protocol).ports) return range;
  throw failure('InvalidSourcePortRange.Malformed');
}

function malformed({ act, flat, label }: RuleReading): ApiFailure {
  if (flat && act !== 'modify') return failure('InvalidIpPortRange.Malformed');
  const subject = label === '' ? 'PortRange' : `${label}.PortRange`;
  return failure('InvalidParam.PortRange', { subject });
}

function mismatch({ act }: RuleReading): ApiFailure {
  if (act === 'modify') return failure('InvalidParam.ProtocolAndPortRangeMismatch');
  if (act === 'revoke') return failure('InvalidIpPortRange.Malformed');
  return failure('OperationDenied');
}
