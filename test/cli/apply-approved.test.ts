// Goal: what was approved is applied, and what needs something else by now is left alone, with all that
// depends on it; where a rule is written does not matter.
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { CloudWorld } from './cloud-world.ts';
import { changed, consent, fileOf, three, threeChanged, unchanged } from './groups-of-three.ts';
import { copyOf, writeGroupFile, type Ran } from './sluice.ts';

/** With the plan, which fits every world that begins so. */
const approved = threeChanged();
let world: CloudWorld;
let folder: string;

beforeAll(async () => {
  const before = await CloudWorld.open(three);
  const planned = await before.run(approved, ['plan', '--out', 'p.json']);
  await before.close();
  expect(planned.exitCode).toBe(0);
});

beforeEach(async () => {
  world = await CloudWorld.open(three);
  folder = copyOf(approved);
});

afterEach(() => world.close());

function applyApproved(): Promise<Ran> {
  return world.run(folder, ['apply', '--approved', 'p.json', '--auto-approve', ...consent]);
}

test('what is as it was approved is applied: exit 0', async () => {
  const { exitCode, out, err } = await applyApproved();
  expect(exitCode).toBe(0);
  expect(out).toContain('Applied and verified: ');
  expect(err).not.toContain('left out');
  expect(world.groups).toEqual(changed);
});

test('a plan of other lines of the files is the same plan', async () => {
  writeGroupFile(folder, 'web', `# moved\n\n${fileOf('web', [443, 8443])}`);
  expect(await applyApproved()).toMatchObject({ exitCode: 0 });
  expect(world.groups).toEqual(changed);
});

test('a group that was changed meanwhile is left out with what depends on it, and the rest applied', async () => {
  world.openPort('web', 8080);
  const { exitCode, out, err } = await applyApproved();
  expect(exitCode).toBe(5);
  expect(err).toContain(
    `stale: group web is left out: it was changed since the plan was approved
    +  ingress  accept  tcp 8080  from 1.2.3.0/24  priority 1
To apply these too, plan again and have that plan approved.
`,
  );
  // It is still referred to by the group that was left out.
  expect(out).toMatch(/^note: old .*web/m);
  expect(world.groups).toEqual(['db 5432', 'old', 'web 22, 443, 8080']);
});

test('equal steps upon another ground are not what was approved', async () => {
  // Nobody wrote the policy, so that the steps are the same; what they open and close is not.
  world.byHand('ModifySecurityGroupPolicy', 'db', { InnerAccessPolicy: 'Drop' });
  const { exitCode, err } = await applyApproved();
  expect(exitCode).toBe(5);
  expect(err).toContain(
    'stale: group db is left out: it was changed since the plan was approved\n',
  );
  expect(err).toContain('~ innerAccessPolicy is "drop", not "accept"\n');
  expect(world.groups).toEqual(['db 3306', 'web 443, 8443']);
});

test('what is written otherwise by now, or was not in the plan, is left out, and says which', async () => {
  writeGroupFile(folder, 'db', fileOf('db', [6432]));
  writeGroupFile(folder, 'new', fileOf('new', [80]));
  const { exitCode, err } = await applyApproved();
  expect(exitCode).toBe(5);
  expect(err).toContain('stale: group db is left out: it needs other steps than were approved\n');
  expect(err).toContain('stale: group new is left out: the approved plan does not change it\n');
  expect(world.groups).toEqual(['db 3306', 'web 443, 8443']);
});

test('where nothing is as approved, nothing is written', async () => {
  for (const group of ['web', 'db', 'old']) world.openPort(group, 8080);
  const { exitCode, out } = await applyApproved();
  expect(exitCode).toBe(5);
  expect(out).toContain('No changes. Left alone: ');
  expect(world.writes).toEqual([]);
});

test('a saved plan and --approved are one too many, and nothing is read', async () => {
  const { exitCode, err } = await world.run(folder, ['apply', 'p.json', '--approved', 'q.json']);
  expect(exitCode).toBe(3);
  expect(err).toContain('error: p.json and --approved q.json: expected one plan');
  expect(err).toContain('\n    right: sluice apply --approved q.json\n');
  expect(world.groups).toEqual(unchanged);
});
