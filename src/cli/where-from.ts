// From which address somebody works, as far as flags and the environment say.
import { mappedIpv4, parseCidr, type Cidr } from '../model/cidr.ts';
import type { FromWhere } from '../planner/findings/self-lockout.ts';
import type { Surroundings } from './surroundings.ts';

export interface WhereOptions {
  /** That of whoever runs the command, or of the people that must not be cut off. */
  readonly myAddress?: Cidr;
}

/** A single address, as a block of one, of IPv4 where it is mapped; undefined for anything else. */
export function parseOwnAddress(text: string): Cidr | undefined {
  const cidr = text.includes('/') ? undefined : parseCidr(text);
  return cidr && (mappedIpv4(cidr) ?? cidr);
}

export function whereFrom(
  { myAddress }: WhereOptions,
  { environment }: Pick<Surroundings, 'environment'>,
): FromWhere {
  const ssh = parseSshConnection(environment['SSH_CONNECTION'] ?? '');
  return {
    ...(myAddress === undefined ? {} : { address: myAddress }),
    ...(ssh === undefined ? {} : { ssh }),
  };
}

/** `203.0.113.7 50022 10.0.0.5 22`: client, its port, server and its port, as sshd sets it. */
function parseSshConnection(text: string): FromWhere['ssh'] {
  const [client, , server, port, ...more] = text.split(' ');
  const [from, to] = [client, server].map((address) => parseOwnAddress(address ?? ''));
  const isPort = port !== undefined && /^\d{1,5}$/.test(port) && Number(port) <= 65535;
  if (from === undefined || to === undefined || !isPort || more.length > 0) return undefined;
  return { client: from, server: to, port: Number(port) };
}
