// Stories about prefix lists and port lists: what is in them counts, where it may be read.
import type { Emulator } from '../../src/emulator/emulator.ts';
import { byHand, scenario } from './scenario.ts';

const region = 'cn-hangzhou';
const lists = (emulator: Emulator) => {
  const entriesOf = (texts: readonly string[]) => texts.map((text) => ({ text, description: '' }));
  const prefixList = (id: string, ...texts: readonly string[]) => {
    const name = id.replace(/^pl-/, 'the-').replace(/^prl-/, 'our-');
    return { region, id, name, maxEntries: 10, entries: entriesOf(texts) };
  };
  emulator.load({
    prefixLists: [
      prefixList('pl-office', '203.0.113.0/24', '198.51.100.0/25'),
      prefixList('pl-anybody', '203.0.113.0/24', '0.0.0.0/0'),
      prefixList('pl-nobody'),
    ],
    portRangeLists: [prefixList('prl-web', '443/443', '8000/8999')],
  });
};
const deny = (emulator: Emulator) => {
  emulator.refuseNext('DescribePrefixListAttributes', { code: 'Forbidden.RAM' });
};

const office = (id: string) => ({ region, id, name: 'the-office', maxEntries: 5, entries: [] });
const rename = (emulator: Emulator) => {
  byHand(emulator, 'ModifyPrefixList', { PrefixListId: 'pl-office', PrefixListName: 'the-old' });
  emulator.load({ prefixLists: [office('pl-new')] });
};

const from = (list: string, ports = '22') => `
  - { protocol: tcp, ports: ${ports}, source: { prefixList: ${list} } }`;
const web = (...rules: readonly string[]) => `
name: web
type: normal
ingress:${rules.length === 0 ? ' []' : rules.join('')}
egress: []
`;
const byNames = (list: string) =>
  web(`
  - { protocol: tcp, ports: { portList: our-web }, source: { prefixList: ${list} } }`);

scenario('a-prefix-list-that-holds-everybody', [
  { title: 'a list of offices', groups: web(from('pl-office')), meanwhile: lists },
  { title: 'a list that nobody would think holds the internet', groups: web(from('pl-anybody')) },
  { title: 'a list without any entry', groups: web(from('pl-nobody')) },
]);

scenario('a-list-that-may-not-be-read', [
  { title: 'nothing is there', groups: web(), meanwhile: lists },
  { title: 'it may hold anything', groups: web(from('pl-anybody')), meanwhile: deny },
]);

scenario('a-port-list-beside-ranges', [
  {
    title: 'ports of a list, from everybody',
    groups: web(`
  - { protocol: tcp, ports: { portList: prl-web }, source: 0.0.0.0/0 }`),
    meanwhile: lists,
  },
  {
    title: 'a range and a block that together are in the lists',
    groups: web(
      `
  - { protocol: tcp, ports: { portList: prl-web }, source: 0.0.0.0/0 }
  - { policy: drop, protocol: tcp, ports: 8000-8999, source: 0.0.0.0/0 }`,
      from('pl-office', '443'),
    ),
  },
]);

scenario('a-list-by-its-name', [
  { title: 'two lists, each by its name', groups: byNames('the-office'), meanwhile: lists },
  {
    title: 'somebody has named another list so, and that is a change',
    groups: byNames('the-office'),
    meanwhile: rename,
  },
  { title: 'a name that is gone, with those that are there', groups: byNames('the-offices') },
  {
    title: 'a name that two lists have',
    groups: byNames('the-office'),
    meanwhile: (emulator) => emulator.load({ prefixLists: [office('pl-more')] }),
  },
]);
