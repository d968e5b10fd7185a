// Lists from the command line: what a plan, a snapshot, an approved plan and explain make of their entries.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { region, target } from '../planner/names.ts';
import { seed } from '../planner/words.ts';
import { CloudWorld } from './cloud-world.ts';
import { threeText } from './groups-of-three.ts';
import { makeWorkspace, sluice } from './sluice.ts';

const web = `name: web
ingress:
  - { protocol: tcp, ports: 22, source: { prefixList: pl-office } }
  - { protocol: tcp, ports: { portList: prl-web }, source: 10.0.0.0/8 }
egress: []
`;

let world: CloudWorld;
let folder: string;

beforeEach(async () => {
  world = await CloudWorld.open([seed('web')]);
  const elsewhere = { region, vpcId: target.vpc, id: 'sg-other', name: 'other' };
  world.emulator.load({
    groups: [elsewhere],
    instances: [{ region, vpcId: target.vpc, groupIds: ['sg-other'] }],
  });
  put('203.0.113.0/24');
  folder = makeWorkspace({ web }, threeText);
});

afterEach(() => world.close());

/** What the prefix list holds from now on. */
function put(...texts: readonly string[]): void {
  const listOf = (id: string, ...entries: readonly string[]) => {
    return {
      region,
      id,
      maxEntries: 5,
      entries: entries.map((text) => ({ text, description: '' })),
    };
  };
  world.emulator.load({
    prefixLists: [listOf('pl-office', ...texts)],
    portRangeLists: [listOf('prl-web', '443/443', '8000/8999')],
  });
}

test('a saved plan is stale once an entry has come: exit 5, and the entry is named', async () => {
  expect(await world.run(folder, ['plan', '--out', 'p.json'])).toMatchObject({ exitCode: 0 });
  put('203.0.113.0/24', '0.0.0.0/0');
  const { exitCode, err } = await world.run(folder, ['apply', 'p.json', '--auto-approve']);
  expect(exitCode).toBe(5);
  expect(err).toContain('group web (sg-live-web) has rules for lists with other entries');
  expect(err).toContain('  pl-office: + 0.0.0.0/0\n');
  expect(world.writes).toEqual([]);
});

test('steps that were approved upon other entries are left out', async () => {
  expect(await world.run(folder, ['plan', '--out', 'p.json'])).toMatchObject({ exitCode: 0 });
  put('203.0.113.0/25');
  const args = ['apply', '--approved', 'p.json', '--auto-approve'];
  const { exitCode, err } = await world.run(folder, args);
  expect(exitCode).toBe(5);
  expect(err).toContain(
    'stale: group web is left out: lists that its rules name do not hold what they held',
  );
  expect(world.writes).toEqual([]);
});

test('a plan from a snapshot knows what is in lists, and so does explain', async () => {
  const taken = await world.run(folder, ['snapshot', '--out', 'live.json']);
  expect(taken).toMatchObject({ exitCode: 0, out: '' });
  const fromCloud = await world.run(folder, ['plan', '--json']);
  const offline = { SLUICE_ENDPOINT: 'http://127.0.0.1:1' };
  const fromFile = await sluice(folder, ['plan', '--json', '--live', 'live.json'], offline);
  const [one, other] = [fromCloud, fromFile].map(({ out }) => JSON.parse(out) as Plan);
  expect(one?.lists).toEqual({
    prefixLists: { 'pl-office': ['203.0.113.0/24'] },
    portLists: { 'prl-web': ['443', '8000-8999'] },
  });
  expect(other?.lists).toEqual(one?.lists);
  expect(other?.access).toEqual(one?.access);
  const asked = async (from: string, port: string) => {
    const ends = ['--from', from, '--to', 'web', '--port', port];
    const args = ['explain', '--live', 'live.json', '--state', 'planned', ...ends];
    return (await sluice(folder, args, offline)).out.split('\n')[0];
  };
  expect(await asked('203.0.113.7', 'tcp/22')).toMatch(/^yes: /);
  expect(await asked('203.0.114.7', 'tcp/22')).toMatch(/^no: /);
});
