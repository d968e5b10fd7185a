// Goal: the command that an interrupted apply or rollback prints is pasted where that one ran, and means the
// same: it loses no flag but those that its plan makes void.
// Method: all flags there are, with names that a shell would take apart; then a shell runs what was printed.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { CloudWorld, recordsIn } from './cloud-world.ts';
import { changed, consent, three, threeChanged, threeText, unchanged } from './groups-of-three.ts';
import { shell, type Ran } from './sluice.ts';

let world: CloudWorld;
let folder: string;
/** Below the workspace. */
let here: string;

beforeEach(async () => {
  world = await CloudWorld.open(three);
  folder = threeChanged(threeText.replace('targets:', 'lock: { file: .sluice/lock }\ntargets:'));
  here = path.join(folder, "it's here");
  mkdirSync(here);
});

afterEach(() => world.close());

/** Once the first call of this action has arrived. */
async function interrupted(action: string, args: readonly string[]): Promise<Ran> {
  const running = world.start(here, args);
  const before = world.calls.filter((one) => one === action).length;
  world.before = async (request, number) => {
    if (request.action !== action || number > before + 1) return undefined;
    running.signal('SIGINT');
    await running.said('SIGINT: finishing the calls in flight');
    return undefined;
  };
  const ended = await running.ended;
  world.before = () => undefined;
  expect(ended.exitCode, ended.err).toBe(130);
  return ended;
}

function goOn({ err }: Ran): string {
  return /^To go on: (sluice .*)$/m.exec(err)?.[1] ?? `no command in: ${err}`;
}

function paste(command: string): Promise<Ran> {
  return shell(here, command, world.environment);
}

const everywhere: readonly string[] = [
  ...['--workspace', '../sluice.yaml', '--target', 'pro*', ...consent],
  ...['--max-delete', '90%', '--my-address', '203.0.113.7', '--lock-timeout', '90s'],
  ...['--settle', '0.5', '--patience', '2', '--parallelism', '1'],
  ...['--json', '--no-color', '--journal', 'the journal.ndjson'],
];
const carried =
  "--workspace ../sluice.yaml --target 'pro*' --allow-hazards cuts-traffic,deletes-group " +
  "--max-delete '90%' --my-address 203.0.113.7 --lock-timeout 90s --settle 0.5 --patience 2 " +
  "--parallelism 1 --json --no-color --journal 'the journal.ndjson'";

test('of an apply that planned: its own plan, with all flags, and the risk that was approved', async () => {
  const first = await interrupted('AuthorizeSecurityGroup', [
    ...['apply', '--auto-approve=widens', ...everywhere],
  ]);
  const [records = ''] = recordsIn(folder);
  const again = goOn(first);
  expect(again).toBe(
    `sluice apply ../.sluice/${records}/plan.json ${carried.replace('--allow', '--auto-approve=widens --allow')}`,
  );
  const last = await paste(again);
  expect(last.exitCode, last.err).toBe(0);
  expect(world.groups).toEqual(changed);
  expect(last.out).toContain('"event":"verified"');
});

test('of a saved plan: that plan', async () => {
  const plan = ['plan', '--out', 'my plan.json', '--workspace', '../sluice.yaml'];
  expect(await world.run(here, plan)).toMatchObject({ exitCode: 0 });
  const first = await interrupted('AuthorizeSecurityGroup', [
    ...['apply', 'my plan.json', '--no-records', ...everywhere],
  ]);
  const again = goOn(first);
  expect(again).toBe(`sluice apply 'my plan.json' ${carried} --no-records`);
  const last = await paste(again);
  expect(last.exitCode, last.err).toBe(0);
  expect(world.groups).toEqual(changed);
});

test.each([
  ['with records', []],
  ['without', ['--no-records']],
])('of a rollback %s: it goes on going back', async (_, more) => {
  const plan = ['plan', '--out', 'my plan.json'];
  expect(await world.run(here, plan)).toMatchObject({ exitCode: 0 });
  expect(await world.run(here, ['apply', 'my plan.json', ...consent])).toMatchObject({
    exitCode: 0,
  });
  const first = await interrupted('CreateSecurityGroup', [
    ...['rollback', 'my plan.json', '--auto-approve', ...everywhere, ...more],
  ]);
  const last = await paste(goOn(first));
  expect(last.exitCode, last.err).toBe(0);
  expect(world.groups).toEqual(unchanged);
});

test('no flag of apply is forgotten: what is not carried has its reason', () => {
  const apply = buildProgram(() => undefined).commands.find((one) => one.name() === 'apply');
  const flags = (apply?.options ?? []).flatMap(({ long }) => long ?? []);
  const elsewhere: readonly string[] = [
    // Other tests have it: it names a cloud of its own.
    '--emulator',
    // Needs a repository.
    '--guards-from',
    // Of how a plan is made, which is made.
    '--approved',
    '--only',
    '--prune',
    // Each alone above.
    '--auto-approve',
    '--no-records',
  ];
  const known = [...carried.matchAll(/--[\w-]+/g)].map(([flag]) => flag);
  expect(flags.toSorted()).toEqual([...known, ...elsewhere].toSorted());
});
