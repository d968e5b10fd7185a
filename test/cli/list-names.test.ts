// Goal: a list that a file names by its name is the one of that name, everywhere, and nothing is asked
// for where nobody names one so. Method: the command line against lists of the emulator.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EmulatorRequest } from '../../src/emulator/emulator.ts';
import type { Plan } from '../../src/model/plan.ts';
import { region, target } from '../planner/names.ts';
import { seed } from '../planner/words.ts';
import { CloudWorld } from './cloud-world.ts';
import { threeText } from './groups-of-three.ts';
import { makeWorkspace, sluice, type Ran } from './sluice.ts';

const offline = { SLUICE_ENDPOINT: 'http://127.0.0.1:1' };
const overviews = ['DescribePrefixLists', 'DescribePortRangeLists'];

let world: CloudWorld;

beforeEach(async () => {
  world = await CloudWorld.open([seed('web')]);
  world.emulator.load({
    groups: [{ region, vpcId: target.vpc, id: 'sg-other', name: 'other' }],
    instances: [{ region, vpcId: target.vpc, groupIds: ['sg-other'] }],
    prefixLists: [
      { ...listOf('pl-1', 'office-list', '203.0.113.0/24') },
      { ...listOf('pl-2', 'partners', '198.51.100.0/24', '192.0.2.0/24') },
      { ...listOf('pl-3', 'partners', '2001:db8::/32'), family: 'IPv6' },
    ],
    portRangeLists: [listOf('prl-1', 'web-ports', '443/443', '8000/8999')],
  });
});

afterEach(() => world.close());

function listOf(id: string, name: string, ...texts: readonly string[]) {
  const entries = texts.map((text) => ({ text, description: '' }));
  return { region, id, name, maxEntries: 5, entries };
}

function web(...rules: readonly string[]): string {
  const items = rules.map((rule) => `  - { ${rule} }\n`).join('');
  return makeWorkspace({ web: `name: web\ningress:\n${items}egress: []\n` }, threeText);
}

const ssh = (list: string) => `protocol: tcp, ports: 22, source: { prefixList: ${list} }`;
const https = (list: string) => `protocol: tcp, ports: { portList: ${list} }, source: 10.0.0.0/8`;

const plan = (folder: string, ...more: readonly string[]) => world.run(folder, ['plan', ...more]);

function stepsOf({ out }: Ran): Plan['steps'] {
  return (JSON.parse(out) as Plan).steps;
}

test('a plan by names is the plan by ids, and after it there is nothing to do', async () => {
  const named = web(ssh('office-list'), https('web-ports'));
  const byName = await plan(named, '--json');
  const byId = await plan(web(ssh('pl-1'), https('prl-1')), '--json');
  expect(byName.exitCode).toBe(0);
  const withoutPlaces = (ran: Ran) =>
    JSON.stringify(stepsOf(ran)).replace(/"source":\{[^}]*\}/g, '');
  expect(withoutPlaces(byName)).toBe(withoutPlaces(byId));
  expect((await world.run(named, ['apply', '--auto-approve'])).exitCode).toBe(0);
  expect((await plan(named, '--detailed-exitcode')).exitCode).toBe(0);
  const drift = await world.run(named, ['drift']);
  expect(drift.exitCode).toBe(0);
});

test('names are asked for once, and not at all where there are ids alone', async () => {
  const asked = async (folder: string) => {
    world.calls.length = 0;
    await plan(folder);
    return overviews.map((action) => world.calls.filter((one) => one === action).length);
  };
  // Once for the sizes of the lists that rules name; and once for their names.
  expect(await asked(web(ssh('pl-1'), https('prl-1')))).toEqual([1, 1]);
  expect(await asked(web(ssh('office-list'), https('web-ports')))).toEqual([2, 2]);
  expect(await asked(web(ssh('office-list'), https('prl-1')))).toEqual([2, 1]);
  expect(await asked(web('protocol: icmp, source: 10.0.0.0/8'))).toEqual([0, 0]);
});

test('a name that no list has is an error at its place, with those that there are', async () => {
  const { exitCode, err } = await plan(web(ssh('ofice-list'), https('web-port')));
  expect(exitCode).toBe(4);
  expect(err).toContain(
    'groups/web.yaml:3:5: refused: no prefix list of the region is called "ofice-list"; expected one of ' +
      'office-list (pl-1, IPv4, up to 5 entries), partners (pl-2, IPv4, up to 5 entries), ' +
      'partners (pl-3, IPv6, up to 5 entries) [unknown-list]\n',
  );
  expect(err).toContain(
    'groups/web.yaml:4:5: refused: no port list of the region is called "web-port"; expected one of ' +
      'web-ports (prl-1, up to 5 entries) [unknown-list]\n',
  );
  expect(world.writes).toEqual([]);
});

test('a name that two lists have is an error that tells them apart', async () => {
  const { exitCode, err } = await plan(web(ssh('partners')));
  expect(exitCode).toBe(4);
  expect(err).toContain(
    'groups/web.yaml:3:5: refused: 2 prefix lists are called "partners": partners (pl-2, IPv4, 2 of 5 entries), ' +
      'partners (pl-3, IPv6, 1 of 5 entries); expected the id of one of them [ambiguous-list]\n',
  );
});

test('where names may not be read, an id is asked for, and one is enough', async () => {
  world.before = (request: EmulatorRequest) =>
    overviews.includes(request.action) ? world.refuse(request, 'Forbidden.RAM') : undefined;
  const { exitCode, err } = await plan(web(ssh('office-list')));
  expect(exitCode).toBe(4);
  expect(err).toContain(
    'which prefix list is called "office-list" is not known (DescribePrefixLists was refused: Forbidden.RAM); expected its id, pl-…',
  );
  expect((await plan(web(ssh('pl-1')))).exitCode).toBe(0);
});

test('one list by its name and its id is one rule, or two priorities', async () => {
  const same = await plan(web(ssh('office-list'), ssh('pl-1')), '--json');
  expect(stepsOf(same).filter(({ kind }) => kind === 'authorize')).toMatchObject([
    { rules: [{ peer: { prefixList: 'pl-1' } }] },
  ]);
  const two = await plan(web(ssh('office-list'), `${ssh('pl-1')}, priority: 2`));
  expect(two.exitCode).toBe(3);
  expect(two.err).toContain('[two-priorities]');
});

test('a snapshot knows what lists are called, also those that no file named then', async () => {
  const before = web('protocol: icmp, source: 10.0.0.0/8');
  expect((await world.run(before, ['snapshot', '--out', 'live.json'])).exitCode).toBe(0);
  const folder = web(ssh('office-list'), https('web-ports'));
  const live = `${before}/live.json`;
  const planned = await sluice(folder, ['plan', '--json', '--live', live], offline);
  expect(stepsOf(planned)).toMatchObject([
    { rules: [{ peer: { prefixList: 'pl-1' } }, { traffic: { ports: { portList: 'prl-1' } } }] },
  ]);
  const wrong = await sluice(web(ssh('partners')), ['plan', '--live', live], offline);
  expect(wrong.exitCode).toBe(4);
  expect(wrong.err).toContain('[ambiguous-list]');
});

test('without a cloud a name stands for itself', async () => {
  const folder = web(ssh('office-list'), https('web-ports'));
  expect((await sluice(folder, ['validate'], offline)).exitCode).toBe(0);
  expect((await sluice(folder, ['fmt', '--check'], offline)).exitCode).toBe(0);
  const args = ['explain', '--from', '203.0.113.7', '--to', 'web', '--port', 'tcp/22'];
  expect((await sluice(folder, args, offline)).out).toContain('prefix list office-list');
});

test('explain of the live state names the line that a rule is from', async () => {
  const folder = web(ssh('office-list'));
  await world.run(folder, ['apply', '--auto-approve']);
  const ends = ['--from', '203.0.113.7', '--to', 'web', '--port', 'tcp/22'];
  const { out } = await world.run(folder, ['explain', '--state', 'live', ...ends]);
  expect(out).toMatch(/^yes: /);
  expect(out).toContain('groups/web.yaml:3');
});

test('what is wrong with a group that is held stops nobody', async () => {
  world.hold('web');
  const { exitCode, out } = await plan(web(ssh('ofice-list')));
  expect(exitCode).toBe(0);
  expect(out).toContain('no prefix list of the region is called "ofice-list"');
});

test('a saved plan is not applied once a name means another list, or nobody may know', async () => {
  const folder = web(ssh('office-list'), https('web-ports'));
  expect((await plan(folder, '--out', 'plan.json')).exitCode).toBe(0);
  const apply = () => world.run(folder, ['apply', 'plan.json', '--auto-approve', '--json']);
  const called = (first: string, second: string) => {
    const lists = [listOf('pl-1', first, '203.0.113.0/24'), listOf('pl-9', second, '10.0.0.0/8')];
    world.emulator.load({ prefixLists: lists });
  };
  called('old-office', 'office-list');
  const stale = await apply();
  expect(stale, stale.err).toMatchObject({ exitCode: 5 });
  expect(stale.err).toContain(
    'has rules by names that mean something else than when the plan was made\n' +
      '  the prefix list "office-list" was pl-1, and is pl-9\n',
  );
  called('office-list', 'office-list');
  const twice = await apply();
  expect(twice, twice.err).toMatchObject({ exitCode: 5 });
  expect(twice.err).toContain(
    '  the prefix list "office-list" was pl-1, and cannot be told any more\n',
  );
  expect(world.writes).toEqual([]);
  called('office-list', 'new-office');
  expect(await apply()).toMatchObject({ exitCode: 0 });
});
