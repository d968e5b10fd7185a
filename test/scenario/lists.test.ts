// Stories about prefix lists and port lists: what is in them counts, where it may be read.
import type { Emulator } from '../../src/emulator/emulator.ts';
import { scenario } from './scenario.ts';

const region = 'cn-hangzhou';
const lists = (emulator: Emulator) => {
  const entriesOf = (texts: readonly string[]) => texts.map((text) => ({ text, description: '' }));
  const prefixList = (id: string, ...texts: readonly string[]) => {
    return { region, id, maxEntries: 10, entries: entriesOf(texts) };
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

const from = (list: string, ports = '22') => `
  - { protocol: tcp, ports: ${ports}, source: { prefixList: ${list} } }`;
const web = (...rules: readonly string[]) => `
name: web
type: normal
ingress:${rules.length === 0 ? ' []' : rules.join('')}
egress: []
`;

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
