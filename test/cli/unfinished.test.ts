// Goal: an apply that was killed is not forgotten: plan and drift say what goes on with it and what takes it
// back, and both commands work as they are pasted; once it has ended nothing is said.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CloudWorld, recordsIn } from './cloud-world.ts';
import { changed, consent, three, threeChanged, unchanged } from './groups-of-three.ts';
import { shell, type Ran } from './sluice.ts';

let world: CloudWorld;
let folder: string;

beforeEach(async () => {
  world = await CloudWorld.open(three);
  folder = threeChanged();
});

afterEach(() => world.close());

/** At the first call of this action, which never gets an answer. */
async function killedAt(action: string): Promise<void> {
  const running = world.start(folder, ['apply', '--auto-approve', ...consent]);
  world.before = (request) => {
    if (request.action === action) running.signal('SIGKILL');
    return undefined;
  };
  await running.ended;
  world.before = () => undefined;
}

function run(...args: readonly string[]): Promise<Ran> {
  return world.run(folder, args);
}

function advised({ err }: Ran): readonly string[] {
  return (
    /^note: an apply was killed, or is still running\. To go on: (.*); to take it back: (.*)$/m
      .exec(err)
      ?.slice(1) ?? [err]
  );
}

test('killed while it wrote: both ways are said, and work', async () => {
  await killedAt('AuthorizeSecurityGroup');
  const planned = await run('plan');
  expect(planned.exitCode, planned.err).toBe(0);
  const [records = ''] = recordsIn(folder);
  const file = `.sluice/${records}/plan.json`;
  const [on = '', back = ''] = advised(planned);
  expect(on).toBe(`sluice apply ${file} --allow-hazards cuts-traffic,deletes-group`);
  expect(back).toBe(`sluice rollback ${file} --allow-hazards cuts-traffic`);
  expect(advised(await run('drift'))).toEqual([on, back]);

  const gone = await shell(folder, `${back} --auto-approve`, world.environment);
  expect(gone.exitCode, gone.err).toBe(0);
  expect(world.groups).toEqual(unchanged);
  expect((await run('plan')).err).not.toContain('note: an apply');
});

test('once it has gone on to its end, nothing is said', async () => {
  await killedAt('RevokeSecurityGroup');
  const [on = ''] = advised(await run('plan'));
  const last = await shell(folder, on, world.environment);
  expect(last.exitCode, last.err).toBe(0);
  expect(world.groups).toEqual(changed);
  expect((await run('plan')).err).not.toContain('note: an apply');
});

test('killed before it wrote, there is nothing to go on with', async () => {
  await killedAt('DescribeSecurityGroupAttribute');
  expect((await run('plan')).err).not.toContain('note: an apply');
});
