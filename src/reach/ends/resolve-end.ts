// An end of traffic as somebody writes it → where that is, in a state of the estate.
import { mappedIpv4, maskCidr, parseCidr } from '../../model/cidr.ts';
import { internet } from '../access/public-addresses.ts';
import type { AccessState, StateInterface } from './access-state.ts';
import { aloneIn, placesAt, placesOf, type Place } from './place.ts';

export type EndKind = 'address' | 'network' | 'internet' | 'group' | 'instance' | 'interface';

export interface End {
  readonly kind: EndKind;
  /** What it is called: a block, or a name. */
  readonly name: string;
  /** At least one. */
  readonly places: readonly Place[];
}

/** One sentence about what is wrong with it, and a right example. */
export interface EndFault {
  readonly message: string;
  readonly example: string;
}

export type ResolvedEnd =
  { readonly ok: true; readonly end: End } | { readonly ok: false; readonly fault: EndFault };

/**
 * Reads an address or a block, the name of a group or a network, the id of a group, of an instance
 * (`i-…`) or of an interface (`eni-…`), or `internet`. Where a text may be several of these, its kind
 * before it says which, as in `group:web`, `network:office` and `internet:internet`.
 */
export function resolveEnd(text: string, state: AccessState): ResolvedEnd {
  const [, kind, rest = ''] =
    /^(group|network|address|internet|instance|interface):(.+)$/s.exec(text) ?? [];
  const found = readings(text, state);
  const chosen = readings(rest, state).filter((end) => kind === end.kind);
  const [end, ...others] = [...found, ...chosen];
  if (end === undefined) return { ok: false, fault: faultOf(text, state) };
  if (others.length === 0) return { ok: true, end };
  const all = [end, ...others].map((one) => `${one.kind}:${one.name}`);
  const message = `"${text}" may be several things (${all.join(', ')}); say which`;
  return { ok: false, fault: { message, example: all[0] ?? text } };
}

/** Where two ends are outside, no rule of ours decides between them. */
export function isOutside({ places }: End): boolean {
  return places.every(({ groups }) => groups === undefined);
}

function readings(text: string, state: AccessState): readonly End[] {
  const { groups, names, networks, interfaces } = state;
  const found: End[] = [];
  const name = names.get(text) ?? text;
  if (groups.has(name)) found.push({ kind: 'group', name, places: placesIn(name, state) });
  const network = networks.get(text);
  if (network !== undefined) {
    found.push({ kind: 'network', name: text, places: placesAt(network, state) });
  }
  if (text === 'internet') {
    const { blocks, except } = internet;
    const nobody = { groups: undefined, interfaces: undefined, memberOf: [] } as const;
    const places: readonly Place[] = [{ ...nobody, blocks, except, notMemberOf: 'anyOther' }];
    found.push({ kind: 'internet', name: text, places });
  }
  const cidr = parseCidr(text);
  if (cidr !== undefined && mappedIpv4(cidr) === undefined) {
    found.push({ kind: 'address', name: shortCidr(cidr), places: placesAt([cidr], state) });
  }
  if (interfaces.kind === 'read') {
    const kinds = { interface: 'id', instance: 'instance' } as const;
    for (const [kind, key] of Object.entries(kinds) as [keyof typeof kinds, 'id' | 'instance'][]) {
      const own = interfaces.all.filter((one) => one[key] === text);
      const isNew = !found.some((one) => one.kind === 'interface');
      if (own.length > 0 && isNew) found.push({ kind, name: text, places: placesOf(own) });
    }
  }
  return found;
}

/** A single address without its prefix. */
export function shortCidr(cidr: string): string {
  return cidr.replace(cidr.includes(':') ? /\/128$/ : /\/32$/, '');
}

function placesIn(group: string, { interfaces }: AccessState): readonly Place[] {
  if (interfaces.kind === 'unknown') return [aloneIn(group, undefined)];
  const isIn = (one: StateInterface) => one.groups.includes(group);
  const places = placesOf(interfaces.all.filter(isIn));
  return places.length === 0 ? [aloneIn(group, 0)] : places;
}

function faultOf(text: string, { kind, groups, networks, interfaces }: AccessState): EndFault {
  const masked = maskCidr(text);
  const mapped = masked && mappedIpv4(masked);
  if (mapped !== undefined) {
    const example = shortCidr(mapped);
    const message = `"${text}" is IPv4 written as IPv6, and no packet has it; expected ${example}`;
    return { message, example };
  }
  if (masked !== undefined) {
    const message = `"${text}" has bits set after its prefix; expected a block such as ${masked}`;
    return { message, example: masked };
  }
  if (looksLikeAddress.test(text)) {
    const message = `"${text}" looks like an address or a block and is none; expected one such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::7`;
    return { message, example: '203.0.113.7' };
  }
  const [example = '203.0.113.7'] = [...groups.keys()];
  if (text.startsWith('sg-') && kind === 'desired') {
    const message = `only the cloud knows which group "${text}" is; ask about the live state, or by our name for it`;
    return { message, example: '--state live' };
  }
  if (/^(i|eni)-/.test(text)) return unknownMachine(text, { kind, interfaces, example });
  const names = [...groups.keys(), ...networks.keys()].toSorted();
  const known = names.slice(0, namesMax).join(', ');
  const more = names.length > namesMax ? ` and ${names.length - namesMax} more` : '';
  const there = names.length === 0 ? '' : `; there are ${known}${more}`;
  const message =
    `there is no group or network "${text}"; expected an address, a block, one of these names, ` +
    `the id of an instance or an interface, or internet${there}`;
  return { message, example };
}

/** Digits and dots, or hexadecimal digits with two colons at least. */
const looksLikeAddress = /^(\d+\.[\d.]*|[\da-f]*:[\da-f]*:[\da-f:.]*)(\/\d*)?$/i;

const namesMax = 10;

function unknownMachine(
  text: string,
  { kind, interfaces, example }: Pick<AccessState, 'kind' | 'interfaces'> & { example: string },
): EndFault {
  if (interfaces.kind === 'read') {
    const message = `no interface of the VPC is, or belongs to, "${text}"; expected its id, or a group`;
    return { message, example };
  }
  const message =
    kind === 'desired'
      ? `only the cloud knows the groups of "${text}"; ask about the live state, or about a group`
      : `the groups of "${text}" are not known (${interfaces.why}); ask about a group`;
  return { message, example: kind === 'desired' ? '--state live' : example };
}
