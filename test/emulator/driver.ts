// Calls on an emulator in this process, short enough to read as a story.

import { Emulator } from '../../src/emulator/emulator.ts';
import type { EmulatorOptions, EmulatorRequest } from '../../src/emulator/emulator.ts';

export const region = 'cn-hangzhou';

export interface Answer {
  readonly status: number;
  /** OK, or the code of the refusal. */
  readonly code: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Words = Readonly<Record<string, string>>;

/** A rule as a Describe reply has it. */
export type ShownRule = Readonly<Record<string, string | number>>;

export interface Driver {
  readonly emulator: Emulator;
  readonly call: (action: string, parameters?: Words) => Answer;
  /** Makes a group in vpc-1 and returns its id. */
  readonly group: (name?: string, parameters?: Words) => string;
  /** A list of rules, one call. */
  readonly authorize: (id: string, ...rules: readonly Words[]) => Answer;
  readonly rules: (id: string) => readonly ShownRule[];
}

export function drive(options: EmulatorOptions = {}): Driver {
  return driver(new Emulator({ seed: 1, ...options }));
}

export function driver(emulator: Emulator): Driver {
  const call = (action: string, parameters: Words = {}): Answer =>
    answerOf(emulator.call(ecs(action, parameters)));
  return {
    emulator,
    call,
    group: (name = 'web', parameters = {}) => {
      const asked = { VpcId: 'vpc-1', SecurityGroupName: name, ...parameters };
      return String(call('CreateSecurityGroup', asked).body['SecurityGroupId']);
    },
    authorize: (id, ...rules) =>
      call('AuthorizeSecurityGroup', { SecurityGroupId: id, ...permissions(...rules) }),
    rules: (id) => {
      const asked = { SecurityGroupId: id, MaxResults: '1000' };
      const { body } = call('DescribeSecurityGroupAttribute', asked);
      return (body['Permissions'] as { Permission: ShownRule[] }).Permission;
    },
  };
}

export function ecs(action: string, parameters: Words): EmulatorRequest {
  return { product: 'Ecs', version: '2014-05-26', action, region, parameters };
}

export function answerOf({
  status,
  body,
}: {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}): Answer {
  const code = body['Code'];
  return { status, code: typeof code === 'string' ? code : 'OK', body };
}

/** `Permissions.1.IpProtocol` and so on. */
export function permissions(...rules: readonly Words[]): Words {
  const pairs = rules.flatMap((rule, index) =>
    Object.entries(rule).map(([name, value]) => [`Permissions.${index + 1}.${name}`, value]),
  );
  return Object.fromEntries(pairs) as Words;
}

export const ssh: Words = { IpProtocol: 'tcp', PortRange: '22/22', SourceCidrIp: '10.0.0.0/8' };

/** Rule `n` of many different ones. */
export function nthRule(n: number): Words {
  const address = `10.${Math.floor(n / 250)}.${n % 250}.0/24`;
  return { IpProtocol: 'tcp', PortRange: '22/22', SourceCidrIp: address };
}
