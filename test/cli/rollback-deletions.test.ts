// Goal: a rollback that deletes a group looks before it writes anything at who has joined it, or refers to it,
// since; what the rollback itself takes out or revokes is in nobody's way.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { target } from '../planner/names.ts';
import { seed } from '../planner/words.ts';
import { CloudWorld } from './cloud-world.ts';
import { threeText } from './groups-of-three.ts';
import { makeWorkspace, type Ran } from './sluice.ts';

const here = { region: target.region, vpcId: target.vpc };
const ours = 'name: web\ningress: [{ protocol: tcp, ports: 22, source: { group: api } }]\n';
const made =
  'name: api\ningress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]\nmembers: { networkInterfaces: [eni-ours], exclusive: false }\n';

let world: CloudWorld;
let folder: string;

beforeEach(async () => {
  world = await CloudWorld.open([seed('web'), seed('billing', [], { tags: {} })]);
  const groupIds = [world.idOf('web')];
  world.emulator.load({
    instances: [{ ...here, id: 'i-other', interfaceId: 'eni-other', groupIds }],
    interfaces: [{ ...here, id: 'eni-ours', groupIds }],
  });
  folder = makeWorkspace({ web: ours, api: made }, threeText);
  const applied = await run('apply', '--auto-approve', '--allow-hazards', 'cuts-traffic');
  expect(applied.exitCode, applied.err).toBe(0);
  expect(world.groups).toEqual(['api 443', 'billing', 'web 22']);
});

afterEach(() => world.close());

function run(...args: readonly string[]): Promise<Ran> {
  return world.run(folder, args);
}

function rollback(): Promise<Ran> {
  return run('rollback', '--auto-approve', '--allow-hazards', 'cuts-traffic,deletes-group');
}

const referring = () => ({
  'Permissions.1.IpProtocol': 'TCP',
  'Permissions.1.PortRange': '80/80',
  'Permissions.1.SourceGroupId': world.idOf('api'),
});

test('what the apply itself brought is taken out first, and in nobody’s way', async () => {
  const back = await rollback();
  expect(back.exitCode, back.err).toBe(0);
  expect(world.groups).toEqual(['billing', 'web']);
});

test('who joined and who refers since: exit 4, all of it is said, and nothing is written', async () => {
  const writes = world.writes.length;
  world.byHand('AuthorizeSecurityGroup', 'billing', referring());
  const groupIds = [world.idOf('api')];
  world.emulator.load({
    instances: [{ ...here, id: 'i-new', interfaceId: 'eni-new', groupIds }],
  });
  const refused = await rollback();
  expect(refused.exitCode, refused.err).toBe(4);
  expect(refused.err).toContain(
    'refused: api cannot be deleted while rules that stay refer to it ' +
      '(rules of sg-live-billing "billing"); have those to whom the other groups belong revoke theirs ' +
      '[still-referred]\n' +
      'refused: api cannot be deleted while network interfaces are in it (eni-new of i-new); ' +
      'put them into other groups first [has-members]\n',
  );
  expect(refused.err).toContain('\nNothing was written.\n');
  expect(world.writes).toHaveLength(writes);

  world.byHand('RevokeSecurityGroup', 'billing', referring());
  world.byHand('JoinSecurityGroup', 'billing', { InstanceId: 'i-new' });
  world.byHand('LeaveSecurityGroup', 'api', { InstanceId: 'i-new' });
  const back = await rollback();
  expect(back.exitCode, back.err).toBe(0);
  expect(world.groups).toEqual(['billing', 'web']);
});

test('what may not be read is said, and refuses nothing', async () => {
  world.before = (request) => {
    const isHidden = request.action === 'DescribeSecurityGroupReferences';
    return isHidden ? world.refuse(request, 'Forbidden.RAM') : undefined;
  };
  const back = await rollback();
  expect(back.exitCode, back.err).toBe(0);
  expect(back.out).toContain(
    '\nnote: who else refers to api is not known: DescribeSecurityGroupReferences was refused: Forbidden.RAM\n',
  );
});
