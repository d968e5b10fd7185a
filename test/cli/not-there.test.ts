// Goal: where the API refuses what no repetition can heal, since a thing that the files name is not there,
// an apply names the thing and where it is asked for, and what it advises works: mend the file, plan again.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seed } from '../planner/words.ts';
import { CloudWorld } from './cloud-world.ts';
import { threeText } from './groups-of-three.ts';
import { makeWorkspace, writeGroupFile } from './sluice.ts';

let world: CloudWorld;

beforeEach(async () => {
  world = await CloudWorld.open([seed('web')]);
});

afterEach(() => world.close());

const rules = (...lines: readonly string[]) =>
  `name: web\n${['ingress:', ...lines.map((line) => `  - ${line}`)].join('\n')}\negress: []\n`;
const api = `name: api\ningress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]\n`;
const fine = '{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }';

/** Saved and applied, as a reviewed change is. */
async function failed(web: string) {
  const folder = makeWorkspace({ web, api }, threeText);
  const saved = await world.run(folder, ['plan', '--out', 'p.json']);
  expect(saved.exitCode, saved.err).toBe(0);
  const { exitCode, err } = await world.run(folder, ['apply', 'p.json', '--parallelism', '1']);
  return { folder, exitCode, err };
}

async function mended(folder: string): Promise<void> {
  writeGroupFile(folder, 'web', rules(fine));
  const last = await world.run(folder, ['apply', '--auto-approve']);
  expect(last, last.err).toMatchObject({ exitCode: 0 });
  expect(world.groups.filter((one) => one !== 'far')).toEqual(['api 443', 'web 443']);
}

test.each([
  [
    'group',
    '{ protocol: tcp, ports: 22, source: { groupId: sg-bp1nowhere00000000001 } }',
    'the group sg-bp1nowhere00000000001',
  ],
  [
    'prefix list',
    '{ protocol: tcp, ports: 22, source: { prefixList: pl-bp1nowhere00000001 } }',
    'the prefix list pl-bp1nowhere00000001',
  ],
  [
    'port list',
    '{ protocol: tcp, ports: { portList: prl-bp1nowhere0000001 }, source: 10.0.0.0/8 }',
    'the port list prl-bp1nowhere0000001',
  ],
])('a %s that is not there: what, where and what to do', async (_, rule, thing) => {
  const { folder, exitCode, err } = await failed(rules(fine, rule));
  expect(exitCode).toBe(6);
  expect(err).toContain(
    `The API does not find ${thing} (groups/web.yaml:4:5), and would not the next time.\n` +
      'Mend the file and plan again: sluice plan\n' +
      'The next plan begins from where this one stopped.\n',
  );
  expect(err).not.toContain('To go on');
  await mended(folder);
});

test('a group of another VPC', async () => {
  world.emulator.put(seed('far', [], { vpcId: 'vpc-other', tags: {} }));
  const { folder, err } = await failed(
    rules('{ protocol: tcp, ports: 22, source: { groupId: sg-live-far } }'),
  );
  expect(err).toContain(
    'The API takes no peer of another VPC, and this is one: the group sg-live-far (groups/web.yaml:3:5).\n',
  );
  await mended(folder);
});

test('a resource group: of whom, for a plan does not know where that was written', async () => {
  const theirs = { id: 'rg-nowhere00000001', account: '1000000000000002', name: 'theirs' };
  world.emulator.load({ resourceGroups: [theirs] });
  const { folder, err } = await failed(`${rules(fine)}resourceGroup: rg-nowhere00000001\n`);
  expect(err).toContain(
    'The API does not find the resource group rg-nowhere00000001 of web, and would not the next time.\n',
  );
  await mended(folder);
});

test('of several in one call the API names none, so all are named', async () => {
  const { folder, err } = await failed(
    rules(
      '{ protocol: tcp, ports: 22, source: { groupId: sg-bp1nowhere00000000001 } }',
      '{ protocol: tcp, ports: 80, source: { groupId: sg-bp1nowhere00000000002 } }',
    ),
  );
  expect(err).toContain(
    'The API does not find one of these, and would not the next time: ' +
      'the group sg-bp1nowhere00000000001 (groups/web.yaml:3:5), ' +
      'the group sg-bp1nowhere00000000002 (groups/web.yaml:4:5).\n',
  );
  await mended(folder);
});

test('on the way back no file can be mended', async () => {
  const peer = '{ protocol: tcp, ports: 22, source: { groupId: sg-live-theirs } }';
  world.emulator.put(seed('theirs', [], { tags: {} }));
  const folder = makeWorkspace({ web: rules(peer), api }, threeText);
  const run = (...words: readonly string[]) => world.run(folder, words);
  const allowed = ['--auto-approve', '--allow-hazards', 'cuts-traffic,deletes-group'];
  expect(await run('apply', '--auto-approve')).toMatchObject({ exitCode: 0 });
  writeGroupFile(folder, 'web', rules(fine));
  expect(await run('apply', ...allowed)).toMatchObject({ exitCode: 0 });
  world.emulator.call({
    ...{ product: 'Ecs', version: '2014-05-26', region: 'cn-hangzhou' },
    action: 'DeleteSecurityGroup',
    parameters: { SecurityGroupId: 'sg-live-theirs' },
  });
  const back = await run('rollback', ...allowed);
  expect(back.err).toContain(
    'The API does not find the group sg-live-theirs, and would not the next time.\n' +
      'So the way back cannot be gone to its end. Write what you want instead, and plan that: sluice plan\n' +
      'The next plan begins from where this one stopped.\n',
  );
});
