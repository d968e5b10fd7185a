// A text that stands for addresses: a block, an address, or the name of a network.
import { maskCidr, parseCidr, type Cidr } from '../../model/cidr.ts';
import type { Source } from '../../model/source.ts';
import { closest } from '../shape/closest.ts';
import { fault, type Report, type Words } from '../fault.ts';
import { listNames } from '../workspace/list-names.ts';
import { textOf, type Located } from '../yaml/located.ts';

/** Whether the dates of an entry have come and gone: only what is in force now counts. */
export type When = 'now' | 'over' | 'ahead';

/** In force only where all are; what is ahead in one of them is not over yet. */
export function whenAll(parts: readonly When[]): When {
  return (['ahead', 'over'] as const).find((when) => parts.includes(when)) ?? 'now';
}

export interface NetworkBlock {
  readonly cidr: Cidr;
  readonly when: When;
  /** The entries of networks on the way to it, outermost first; none for an address itself. */
  readonly via: readonly Source[];
}

/** The blocks of a network by its name: `unknown`, or `faulty` where its faults are reported already. */
export type FindNetwork = (name: string) => readonly NetworkBlock[] | 'unknown' | 'faulty';

export interface AddressContext {
  readonly findNetwork: FindNetwork;
  /** Those of any target. */
  readonly networkNames: readonly string[];
  /** The targets of what is read, by name, that have no network of this name. */
  readonly lackedBy: (name: string) => readonly string[];
  /** The targets of the workspace that have one of this name. */
  readonly heldBy: (name: string) => readonly string[];
  readonly report: Report;
}

/** Undefined where there is a fault, which has then been reported. */
export function readAddresses(
  node: Located,
  context: AddressContext,
): readonly NetworkBlock[] | undefined {
  const text = textOf(node);
  const blocks = context.findNetwork(text);
  if (blocks === 'faulty') return undefined;
  if (blocks !== 'unknown') return blocks;
  const cidr = parseCidr(text);
  if (cidr !== undefined) return [{ cidr, when: 'now', via: [] }];
  context.report(fault(node.source, wrongAddress(text, context)));
  return undefined;
}

const networkName = /^[A-Za-z][A-Za-z0-9._-]*$/;

export function isNetworkName(text: string): boolean {
  return networkName.test(text);
}

function wrongAddress(
  text: string,
  { networkNames, lackedBy, heldBy }: Omit<AddressContext, 'report'>,
): Words {
  if (networkNames.includes(text)) {
    return lackingNetwork(text, { lackedBy: lackedBy(text), heldBy: heldBy(text) });
  }
  const masked = maskCidr(text);
  if (masked !== undefined) {
    const message = `"${text}" has bits set after its prefix; expected the block ${masked}, or a single address`;
    return { code: 'host-bits', message, example: masked };
  }
  if (/^(sg|pl)-/.test(text)) return idAsText(text);
  if (everybody.test(text)) {
    const message = `"${text}" is no network here; to mean everybody write ${everywhere}`;
    return { code: 'unknown-network', message, example: everywhere };
  }
  const meant = closest(text, networkNames);
  if (isNetworkName(text) || meant !== undefined) return unknownNetwork(text, meant, networkNames);
  const message = `"${text}" is no address; expected a block such as 10.0.0.0/8 or 2001:db8::/32, an address, or the name of a network`;
  return { code: 'bad-address', message, example: '10.0.0.0/8' };
}

/** What other tools, and `sluice explain`, call the whole internet. */
const everybody = /^(internet|any|all|anywhere|everywhere|everybody|anyone|everyone|world|\*)$/i;

const everywhere = '[0.0.0.0/0, "::/0"]';

function unknownNetwork(
  name: string,
  meant: string | undefined,
  networkNames: readonly string[],
): Words {
  const hint =
    meant === undefined
      ? 'expected a network of the workspace, a block, or { group: … } for a group'
      : `did you mean "${meant}"?`;
  const message = `no network is named "${name}"; ${hint}`;
  return { code: 'unknown-network', message, example: meant ?? networkNames[0] ?? '10.0.0.0/8' };
}

/** Other targets have one. */
export function lackingNetwork(
  name: string,
  {
    lackedBy,
    heldBy,
  }: { readonly lackedBy: readonly string[]; readonly heldBy: readonly string[] },
): Words {
  const where = lackedBy.length === 1 ? 'the target' : 'the targets';
  const has = heldBy.length === 1 ? 'has' : 'have';
  const others = heldBy.length === 0 ? '' : ` (${listNames(heldBy)} ${has} one)`;
  const message = `no network is named "${name}" in ${where} ${listNames(lackedBy)}${others}; expected one there, or under the networks of the workspace`;
  return { code: 'network-not-in-target', message, example: `networks: { ${name}: [10.0.0.0/8] }` };
}

function idAsText(id: string): Words {
  const example = id.startsWith('sg-') ? `{ groupId: ${id} }` : `{ prefixList: ${id} }`;
  return { code: 'bad-address', message: `"${id}" is an id; expected ${example}`, example };
}
