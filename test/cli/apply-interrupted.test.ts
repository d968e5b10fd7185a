// Goal: SIGINT and SIGTERM let the calls in flight end, begin no other, and leave one command that goes
// on, and one that goes back.
// Method: the signal is sent when a call has arrived, and before it is answered.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CloudWorld, recordsIn, type Running } from './cloud-world.ts';
import { changed, consent, three, threeChanged, threeText, unchanged } from './groups-of-three.ts';

let world: CloudWorld;
let folder: string;

beforeEach(async () => {
  world = await CloudWorld.open(three);
  folder = threeChanged(threeText.replace('targets:', 'lock: { file: .sluice/lock }\ntargets:'));
});

afterEach(() => world.close());

/** The call is answered once the process has said that it heard the signal. */
function startAndSignal(
  signal: NodeJS.Signals,
  action: string,
  more: readonly string[] = [],
): Running {
  const running = world.start(folder, ['apply', '--auto-approve', ...consent, ...more]);
  world.before = async (request, number) => {
    if (request.action !== action || number > 1) return undefined;
    running.signal(signal);
    await running.said(`${signal}: finishing the calls in flight`);
    return undefined;
  };
  return running;
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s while a call is in flight: it is finished, no other is begun, exit %i, and the command given goes on',
  async (signal, code) => {
    const running = startAndSignal(signal, 'AuthorizeSecurityGroup', ['--parallelism', '1']);
    const { exitCode, out, err } = await running.ended;
    world.before = () => undefined;
    expect(exitCode).toBe(code);
    expect(out).toMatch(/\n1\/4 {2}authorize 1 ingress rule of web\n$/);
    expect(world.writes).toEqual(['AuthorizeSecurityGroup']);
    expect(err).toContain(
      'Interrupted: the calls in flight were finished, and no other was begun.\n' +
        'Done: 1 of 4 steps, which stays done.\n',
    );
    const [records = ''] = recordsIn(folder);
    const again = `apply .sluice/${records}/plan.json --allow-hazards cuts-traffic,deletes-group --parallelism 1`;
    expect(err).toContain(`\nTo go on: sluice ${again}\n`);
    const back = `rollback .sluice/${records}/plan.json --allow-hazards cuts-traffic --parallelism 1`;
    expect(err).toContain(`\nThe way back: sluice ${back}\n`);
    const journal = readFileSync(path.join(folder, '.sluice', records, 'journal.ndjson'), 'utf8');
    expect(journal).toMatch(/"event":"interrupted".*\n$/);

    // The lock was given back too.
    const last = await world.run(folder, again.split(' '));
    expect(last).toMatchObject({ exitCode: 0 });
    expect(last.out).toContain('1 step of this plan is true already.\n');
    expect(world.groups).toEqual(changed);
  },
);

test('while it reads, before anything is written: exit 130, and nothing is', async () => {
  const running = startAndSignal('SIGINT', 'DescribeSecurityGroupAttribute');
  const { exitCode, err } = await running.ended;
  expect(exitCode).toBe(130);
  expect(err).toContain('Nothing was written.');
  expect(world.writes).toEqual([]);
  expect(world.groups).toEqual(unchanged);
});
