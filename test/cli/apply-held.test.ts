// Goal: a hold that is set between a plan and its apply, or while the apply runs, is kept to: exit codes,
// words, and nothing written to the group that is held.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CloudWorld } from './cloud-world.ts';
import { changed, consent, three, threeChanged, unchanged } from './groups-of-three.ts';

let world: CloudWorld;
let folder: string;

beforeEach(async () => {
  world = await CloudWorld.open(three);
  folder = threeChanged();
});

afterEach(() => world.close());

test('set after the plan: nothing is written, and it says until when, why, and what to do', async () => {
  await world.run(folder, ['plan', '--out', 'p.json']);
  world.hold('db');
  const held = await world.run(folder, ['apply', 'p.json', ...consent]);
  expect(held.exitCode).toBe(4);
  expect(held.err).toContain(
    `held: group db (sg-live-db) is held until 2999-11-27T08:00:00Z: "INC-42"
Nothing was written. Plan again: the plan leaves it alone. Or release it: sluice unhold db
`,
  );
  expect(world.groups).toEqual(unchanged);

  const approved = await world.run(folder, [
    'apply',
    '--approved',
    'p.json',
    '--auto-approve',
    ...consent,
  ]);
  expect(approved.exitCode).toBe(0);
  expect(approved.out).toContain('note: db (sg-live-db) is held until 2999-11-27T08:00:00Z');
  expect(world.groups).toEqual(['db 3306', 'web 443, 8443']);

  expect(await world.run(folder, ['unhold', 'db'])).toMatchObject({ exitCode: 0 });
  const last = await world.run(folder, ['apply', '--auto-approve', ...consent]);
  expect(last).toMatchObject({ exitCode: 0 });
  expect(world.groups).toEqual(changed);
});

test('set while it runs: it stops before the next wave, says what is left, and goes on once released', async () => {
  world.before = ({ action }) => {
    if (action === 'AuthorizeSecurityGroup') world.hold('web');
    return undefined;
  };
  const held = await world.run(folder, ['apply', '--auto-approve', ...consent]);
  world.before = () => undefined;
  expect(held.exitCode).toBe(6);
  expect(held.err).toContain('held: group web (sg-live-web) is held until 2999-11-27T08:00:00Z');
  expect(held.err).toContain('\n  - revoke 1 ingress rule of web\n');
  expect(held.err).toContain('\nOnce that is over or released:\nTo go on: ');
  const again = /^To go on: sluice (apply .*)$/m.exec(held.err)?.[1] ?? '';
  expect(world.groups).toContain('web 22, 443, 8443');

  const refused = await world.run(folder, again.split(' '));
  expect(refused).toMatchObject({ exitCode: 4 });
  await world.run(folder, ['unhold', 'web']);
  expect(await world.run(folder, again.split(' '))).toMatchObject({ exitCode: 0 });
  expect(world.groups).toEqual(changed);
});
