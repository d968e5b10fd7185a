// Goal: where RAM says no, the message names what RAM must allow, and what was written so far.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CloudWorld } from './cloud-world.ts';
import { consent, three, threeChanged, unchanged } from './groups-of-three.ts';

let world: CloudWorld;
let folder: string;

beforeEach(async () => {
  world = await CloudWorld.open(three);
  folder = threeChanged();
});

afterEach(() => world.close());

function deny(action: string): void {
  world.before = (request) => {
    return request.action === action ? world.refuse(request, 'Forbidden.RAM') : undefined;
  };
}

test('of a read: nothing is written, and the permission is named: exit 1', async () => {
  deny('DescribeSecurityGroupAttribute');
  const { exitCode, err } = await world.run(folder, ['apply', '--auto-approve', ...consent]);
  expect(exitCode).toBe(1);
  expect(err).toMatch(/^error: DescribeSecurityGroupAttribute .* failed: Forbidden\.RAM: /m);
  expect(err).toContain('\n  RAM denies it: it needs ecs:DescribeSecurityGroupAttribute.\n');
  expect(err).toContain('\nNothing was written. ');
  expect(world.groups).toEqual(unchanged);
});

test('of the first write: nothing was written, and all that the plan needs is named: exit 1', async () => {
  deny('AuthorizeSecurityGroup');
  const { exitCode, err } = await world.run(folder, [
    'apply',
    '--auto-approve',
    '--parallelism',
    '1',
    ...consent,
  ]);
  expect(exitCode).toBe(1);
  expect(err).toContain(
    '\n  RAM denies it. What is left of this plan needs ecs:AuthorizeSecurityGroup, ' +
      'ecs:DeleteSecurityGroup, ecs:ModifySecurityGroupRule, ecs:RevokeSecurityGroup.\n',
  );
  expect(err).toContain('\nDone: no step.\n');
  expect(err).toContain('\nMend what the API complains of. To go on: sluice apply .sluice/');
  expect(world.groups).toEqual(unchanged);
});

test('of a later write: what is left is named, and what is done: exit 6', async () => {
  deny('DeleteSecurityGroup');
  const { exitCode, err } = await world.run(folder, ['apply', '--auto-approve', ...consent]);
  expect(exitCode).toBe(6);
  expect(err).toContain(
    '\n  RAM denies it. What is left of this plan needs ecs:DeleteSecurityGroup.\n',
  );
  expect(err).toContain('\nNot done:\n  - delete group old\n');
});

test('another refusal is no matter of RAM', async () => {
  world.before = (request) => {
    return request.action === 'DeleteSecurityGroup'
      ? world.refuse(request, 'InvalidParameter')
      : undefined;
  };
  const { exitCode, err } = await world.run(folder, ['apply', '--auto-approve', ...consent]);
  expect(exitCode).toBe(6);
  expect(err).not.toContain('RAM');
});
