// A fault in a fault file, once its kind is known.

import { isFailureCode } from '../../failure.ts';
import { Fields } from '../../seed-file/fields.ts';
import { gatewayBodies, gatewayStatuses } from '../fault.ts';
import { readAction } from './read-action.ts';
import type { ArrangedRefusal } from '../../arranged-refusals.ts';
import type { FaultList } from '../../seed-file/fields.ts';
import type { Edit, Fault, GatewayStatus } from '../fault.ts';

/** What each kind says besides its name. */
export const fieldsOf = {
  loseRequest: [],
  loseReply: [],
  delay: ['when', 'ms'],
  reset: ['when'],
  gateway: ['when', 'status', 'body'],
  refuse: ['when', 'code', 'status', 'retryAfterMs'],
  loseTags: [],
  edit: ['when', 'requests'],
} as const satisfies Readonly<Record<Fault['kind'], readonly string[]>>;

export const faultKinds = Object.keys(fieldsOf) as readonly Fault['kind'][];

export function readFault(kind: Fault['kind'], fields: Fields, list: FaultList): Fault {
  const when = fields.oneOf('when', ['before', 'after']) ?? 'before';
  switch (kind) {
    case 'loseRequest':
    case 'loseReply':
    case 'loseTags':
      return { kind };
    case 'delay':
      if (!fields.has('ms')) fields.fault('ms', 'expected milliseconds, such as `ms: 500`');
      return { kind, when, ms: fields.wholeNumber('ms') ?? 0 };
    case 'reset':
      return { kind, when };
    case 'gateway':
      return {
        kind,
        when,
        status: readStatus(fields),
        body: fields.oneOf('body', gatewayBodies) ?? 'html',
      };
    case 'refuse':
      return { kind, when, refusal: readRefusal(fields) };
    case 'edit':
      if (!fields.has('requests')) {
        const right = '`requests: [{ action: …, parameters: { … } }]`';
        fields.fault('requests', `expected calls, such as ${right}`);
      }
      return { kind, when, requests: fields.items('requests').map((one) => readEdit(one, list)) };
  }
}

function readStatus(fields: Fields): GatewayStatus {
  const text = fields.oneOf('status', gatewayStatuses.map(String));
  return gatewayStatuses.find((status) => String(status) === text) ?? 503;
}

function readRefusal(fields: Fields): ArrangedRefusal {
  const code = fields.text('code') ?? '';
  if (!isFailureCode(code)) {
    const which = code === '' ? 'code is missing' : `there is no code ${code}`;
    fields.fault('code', `${which}; expected such as Throttling.User, Forbidden.RAM`);
    return { code: 'InternalError' };
  }
  const [status, retryAfterMs] = [fields.wholeNumber('status'), fields.wholeNumber('retryAfterMs')];
  if (status !== undefined && (status < 400 || status > 599)) {
    fields.fault('status', `status is ${status}; expected one of a failure, such as 409`);
  }
  return {
    code,
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function readEdit(node: unknown, list: FaultList): Edit {
  const known = ['action', 'parameters', 'region', 'accessKey'];
  const fields = new Fields(node, { known, list });
  if (!fields.has('action')) fields.fault('action', 'expected an action to call');
  const [region, accessKeyId] = [fields.text('region'), fields.text('accessKey')];
  return {
    action: readAction(fields) ?? '',
    parameters: fields.record('parameters'),
    ...(region === undefined ? {} : { region }),
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
  };
}
