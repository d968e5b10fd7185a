// Goal: rollback takes back what an apply did and nothing else, wherever that apply stopped, and says
// what is in its way and what does not come back.
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { CloudWorld, recordsIn } from './cloud-world.ts';
import {
  changed,
  consent,
  fileOf,
  three,
  threeChanged,
  threeText,
  unchanged,
} from './groups-of-three.ts';
import { copyOf, makeWorkspace, type Ran } from './sluice.ts';

/** With the plan, which fits every world that begins so. */
const before = threeChanged();
const cutting = ['--allow-hazards', 'cuts-traffic'];
let world: CloudWorld;
let folder: string;

beforeAll(async () => {
  const first = await CloudWorld.open(three);
  const saved = await first.run(before, ['plan', '--out', 'p.json']);
  await first.close();
  expect(saved.exitCode).toBe(0);
});

beforeEach(async () => {
  world = await CloudWorld.open(three);
  folder = copyOf(before);
});

afterEach(() => world.close());

function apply(): Promise<Ran> {
  return world.run(folder, ['apply', 'p.json', '--patience', '0', ...consent]);
}

function rollback(...args: readonly string[]): Promise<Ran> {
  const asked = ['--auto-approve', ...cutting, '--patience', '0'];
  return world.run(folder, ['rollback', ...asked, ...args]);
}

test('after a whole apply all is as before, but for the new id of what was deleted, which is said', async () => {
  const applied = await apply();
  expect(applied.exitCode).toBe(0);
  const [records = ''] = recordsIn(folder);
  expect(applied.err).toContain(
    `\nThe way back: sluice rollback .sluice/${records}/plan.json --allow-hazards cuts-traffic --patience 0\n`,
  );
  expect(world.groups).toEqual(changed);

  const back = await rollback();
  expect(back.exitCode).toBe(0);
  expect(back.out).toMatch(/^Target prod: .*, taking back the plan [0-9a-f-]{36}\n/);
  expect(back.out).toMatch(/^note: .*old.*id/m);
  expect(world.groups).toEqual(unchanged);
  expect(world.idOf('old')).not.toBe('sg-live-old');

  // Of the last apply, which was a rollback, there is none; the one before has no more to take back.
  const twice = await rollback();
  expect(twice.exitCode).toBe(3);
  expect(twice.err).toContain(`${records}-undo/plan.json is itself the way back of the plan `);
  // The plan that deleted it names it by its old id.
  expect(twice.err).toContain(
    '\n    to go forward again: sluice apply --auto-approve --allow-hazards cuts-traffic --patience 0\n',
  );
  const named = await rollback('p.json');
  expect(named).toMatchObject({ exitCode: 0 });
  expect(named.out).toContain('Nothing of this plan is in force');
});

test('without a group that has to come back, it may be asked for twice, and goes forward again', async () => {
  const workspace = makeWorkspace({ web: fileOf('web', [8443]) }, threeText);
  const run = (...args: readonly string[]) => world.run(workspace, args);
  expect(await run('plan', '--out', 'p.json')).toMatchObject({ exitCode: 0 });
  expect(await run('apply', 'p.json', ...cutting)).toMatchObject({ exitCode: 0 });
  expect(world.groups).toContain('web 8443');
  expect(await run('rollback', 'p.json', '--auto-approve', ...cutting)).toMatchObject({
    exitCode: 0,
  });
  expect(world.groups).toContain('web 22, 443');
  const writes = world.writes.length;
  expect(await run('rollback', 'p.json', '--auto-approve', ...cutting)).toMatchObject({
    exitCode: 0,
    out: 'Nothing of this plan is in force: it was not applied, or was taken back already.\n',
  });
  expect(world.writes).toHaveLength(writes);
  const last = await run('rollback');
  const [records = ''] = recordsIn(workspace);
  expect(last.err).toContain(
    `\n    to go forward again: sluice apply .sluice/${records}/plan.json\n`,
  );
  // Its calls are answered with what they were answered before; --patience says when to believe it.
  const again = await run('apply', 'p.json', '--patience', '0', ...cutting);
  expect(again).toMatchObject({ exitCode: 0 });
  expect(world.groups).toContain('web 8443');
});

test('after an apply that a refused call stopped, the way back is from there', async () => {
  world.before = (request, number) => {
    const isRefused = request.action === 'RevokeSecurityGroup' && number === 1;
    return isRefused ? world.refuse(request, 'Forbidden.RAM') : undefined;
  };
  const applied = await apply();
  expect(applied.exitCode).toBe(6);
  expect(world.groups).not.toEqual(unchanged);
  const back = await rollback('p.json');
  expect(back).toMatchObject({ exitCode: 0 });
  expect(world.groups).toEqual(unchanged);
});

test('a group that was let go of before the apply stopped is taken back, not made anew', async () => {
  const letGo = makeWorkspace(
    { web: fileOf('web', [443]), db: 'name: db\nstate: released\n' },
    threeText,
  );
  world.before = (request, number) => {
    const isRefused = request.action === 'RevokeSecurityGroup' && number === 1;
    return isRefused ? world.refuse(request, 'Forbidden.RAM') : undefined;
  };
  const run = (...args: readonly string[]) => world.run(letGo, [...args, '--patience', '0']);
  expect(await world.run(letGo, ['plan', '--out', 'p.json'])).toMatchObject({ exitCode: 0 });
  expect(await run('apply', 'p.json', '--allow-hazards', 'cuts-traffic')).toMatchObject({
    exitCode: 6,
  });
  expect(world.writes).toContain('UntagResources');
  expect(await run('rollback', 'p.json', '--auto-approve')).toMatchObject({ exitCode: 0 });
  expect(world.groups).toEqual(unchanged);
  expect(world.idOf('db')).toBe('sg-live-db');
  const again = await world.run(letGo, ['plan']);
  expect(again.out).toContain('db (sg-live-db) is let go');
});

test('after an apply that SIGINT stopped, the way back is from there', async () => {
  const running = world.start(folder, ['apply', 'p.json', '--parallelism', '1', ...consent]);
  world.before = (request) => {
    if (request.action.startsWith('AuthorizeSecurityGroup')) running.signal('SIGINT');
    return undefined;
  };
  expect(await running.ended).toMatchObject({ exitCode: 130 });
  expect(world.groups).not.toEqual(unchanged);
  world.before = () => undefined;
  expect(await rollback('p.json')).toMatchObject({ exitCode: 0 });
  expect(world.groups).toEqual(unchanged);
});

test('where somebody changed a group since, nothing is written, and what changed is said: exit 5', async () => {
  expect(await apply()).toMatchObject({ exitCode: 0 });
  world.openPort('web', 8080);
  const writes = world.writes.length;
  const back = await rollback();
  expect(back.exitCode).toBe(5);
  expect(back.err).toContain(
    `stale: group web (sg-live-web) was changed since the plan was applied
    +  ingress  accept  tcp 8080  from 1.2.3.0/24  priority 1
Nothing was written. Only what the plan itself did is taken back. Write what you want, and plan that.
`,
  );
  expect(world.writes).toHaveLength(writes);
});

test('of an apply that stopped, a group that was not reached is told as it was, with what changed', async () => {
  world.before = (request) => {
    return request.action === 'AuthorizeSecurityGroup'
      ? world.refuse(request, 'Forbidden.RAM')
      : undefined;
  };
  await apply();
  world.before = () => undefined;
  world.openPort('db', 8080);
  const back = await rollback('p.json');
  expect(back.exitCode).toBe(5);
  expect(back.err).toMatch(/^stale: group db .*\n {4}\+ .*tcp 8080 .*\nNothing was written\./m);
});

test('without a record, and without one target, it says what to name', async () => {
  expect(await rollback()).toMatchObject({
    exitCode: 3,
    err: `error: there is no record of an apply in .sluice/; name the plan that was applied
    right: sluice rollback change.plan.json
`,
  });
});

test('what needs consent on the way back is asked for by name, and nothing is written', async () => {
  const workspace = makeWorkspace({ new: 'name: new\n' }, threeText);
  const run = (...args: readonly string[]) => world.run(workspace, args);
  expect(await run('apply', '--auto-approve')).toMatchObject({ exitCode: 0 });
  const refused = await run('rollback', '--auto-approve');
  expect(refused.exitCode).toBe(4);
  expect(refused.err).toContain('If that is what you want: --allow-hazards deletes-group\n');
  expect(world.groups).toContain('new');
  expect(await run('rollback', '--auto-approve', ...consent)).toMatchObject({ exitCode: 0 });
  expect(world.groups).toEqual(unchanged);
});

test('a file that is none is answered with the plans that were applied', async () => {
  const none = await rollback('nofile.json');
  expect(none).toMatchObject({ exitCode: 3, out: '' });
  expect(none.err).toBe(
    'nofile.json is not a plan that was applied: there is no such file.\n' +
      'Name the plan of an apply; .sluice/ has none, which is where an apply keeps its own.\n',
  );
  await apply();
  const [records = ''] = recordsIn(folder);
  const some = await rollback('nofile.json');
  expect(some.err).toContain(`Those that were applied last: .sluice/${records}/plan.json\n`);
});
