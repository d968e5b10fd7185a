// A world in a file that people write: accounts with their access keys and, in each region, VPCs,
// groups with their rules, lists, instances and network interfaces. examples/emulator-seed.yaml has
// all of it, with comments.

import { LineCounter, parseDocument } from 'yaml';
import { regionalPrefix } from '../regions.ts';
import { FaultList, Fields } from './fields.ts';
import {
  readGroup,
  readInstance,
  readInterface,
  readPortList,
  readPrefixList,
  readVpc,
} from './read-resources.ts';
import type { EmulatorSeed, SeedAccount } from '../load-seed.ts';
import type { Entry, SeedFault } from './fields.ts';
import type { Mention, Where } from './where.ts';
import type { ResourceGroup } from '../state.ts';

export type { SeedFault } from './fields.ts';

export type ParsedSeed =
  | { readonly ok: true; readonly seed: EmulatorSeed }
  | { readonly ok: false; readonly fileName: string; readonly faults: readonly SeedFault[] };

type Filled = { readonly [K in keyof EmulatorSeed]-?: NonNullable<EmulatorSeed[K]>[number][] };

export function parseSeed(text: string, fileName: string): ParsedSeed {
  const lines = new LineCounter();
  const list = new FaultList(lines);
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  for (const { message, linePos } of document.errors) {
    const { line = 1, col = 1 } = linePos?.[0] ?? {};
    list.faults.push({ line, column: col, message: message.split('\n')[0] ?? message });
  }
  if (list.faults.length > 0) return { ok: false, fileName, faults: list.faults };
  const reading = new Reading(list);
  reading.read(document.contents);
  return list.faults.length === 0
    ? { ok: true, seed: reading.seed }
    : { ok: false, fileName, faults: sorted(list.faults) };
}

/** What is read so far, and what has to be there in the end. */
class Reading {
  readonly seed: Filled = {
    accounts: [],
    resourceGroups: [],
    vpcs: [],
    prefixLists: [],
    portRangeLists: [],
    groups: [],
    instances: [],
    interfaces: [],
  };
  readonly #list: FaultList;
  readonly #ids = new Map<string, string>();
  readonly #mentions: Mention[] = [];

  constructor(list: FaultList) {
    this.#list = list;
  }

  read(contents: unknown): void {
    const file = new Fields(contents, { known: ['version', 'accounts'], list: this.#list });
    if (file.text('version') !== '1') file.fault('version', 'expected `version: 1`');
    for (const entry of file.entries('accounts')) this.#readAccount(entry);
    for (const { node, kind, id } of this.#mentions) {
      if (this.#ids.get(id) !== kind)
        this.#list.add(node, `there is no ${kind} ${id} in this file`);
    }
  }

  #readAccount({ key: id, keyNode, node }: Entry): void {
    if (!/^\d{5,20}$/.test(id)) this.#list.add(keyNode, `${id} is no account; expected its number`);
    const known = ['name', 'accessKeys', 'resourceGroups', 'regions'];
    const fields = new Fields(node, { known, list: this.#list });
    const keys = Object.entries(fields.record('accessKeys'));
    const name = fields.text('name');
    const account: SeedAccount = {
      id,
      ...(name === undefined ? {} : { name }),
      accessKeys: keys.map(([key, secret]) => ({ id: key, secret })),
    };
    this.seed.accounts.push(account);
    for (const [group, title] of Object.entries(fields.record('resourceGroups'))) {
      const made: ResourceGroup = { id: group, account: id, name: title };
      this.seed.resourceGroups.push(made);
    }
    for (const region of fields.entries('regions')) this.#readRegion(region, id);
  }

  #readRegion({ key: region, keyNode, node }: Entry, account: string): void {
    if (regionalPrefix(region) === undefined) {
      this.#list.add(keyNode, `there is no region ${region}; expected such as cn-hangzhou`);
    }
    const known = ['vpcs', 'prefixLists', 'portLists', 'groups', 'instances', 'interfaces'];
    const fields = new Fields(node, { known, list: this.#list });
    const where: Where = {
      place: { account, region },
      list: this.#list,
      mention: (mention) => this.#mentions.push(mention),
    };
    const { seed } = this;
    const each = <T>(name: string, kind: Kind, read: (entry: Entry, where: Where) => T): T[] =>
      fields.entries(name).map((entry) => {
        this.#claim(entry, kind);
        return read(entry, where);
      });
    seed.vpcs.push(...each('vpcs', 'VPC', readVpc));
    seed.prefixLists.push(...each('prefixLists', 'prefix list', readPrefixList));
    seed.portRangeLists.push(...each('portLists', 'port list', readPortList));
    seed.groups.push(...each('groups', 'group', readGroup));
    seed.instances.push(...each('instances', 'instance', readInstance));
    seed.interfaces.push(...each('interfaces', 'interface', readInterface));
  }

  /** Ids are those of the cloud, and each is there once in the whole file. */
  #claim({ key, keyNode }: Entry, kind: Kind): void {
    const prefix = prefixes[kind];
    if (!key.startsWith(prefix)) {
      this.#list.add(keyNode, `${key} is no id of a ${kind}; expected such as ${prefix}web`);
    }
    if (this.#ids.has(key)) this.#list.add(keyNode, `${key} is in this file twice`);
    this.#ids.set(key, kind);
  }
}

type Kind = Mention['kind'] | 'interface';

const prefixes: Readonly<Record<Kind, string>> = {
  VPC: 'vpc-',
  group: 'sg-',
  'prefix list': 'pl-',
  'port list': 'prl-',
  instance: 'i-',
  interface: 'eni-',
};

function sorted(faults: readonly SeedFault[]): readonly SeedFault[] {
  return faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
