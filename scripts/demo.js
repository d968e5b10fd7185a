// The main job from start to end on the emulator, as a reader would do it by hand: plan, apply,
// somebody edits the cloud behind our back, drift, repair. Run it with `npm run demo`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sluice = path.join(root, 'bin/sluice.js');
const scratch = mkdtempSync(path.join(tmpdir(), 'sluice-demo-'));
const key = { id: 'emulator', secret: 'emulator' };
const region = 'cn-hangzhou';

const startedAt = Date.now();
const emulator = await startEmulator();
try {
  const environment = {
    ...process.env,
    SLUICE_ENDPOINT: emulator.url,
    ALIBABA_CLOUD_ACCESS_KEY_ID: key.id,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.secret,
  };
  const run = (title, args, expected) => runStep(title, args, { environment, expected });
  const consent = ['--auto-approve', '--allow-hazards', 'first-apply,opens-to-internet'];

  run('Are the files right?', ['validate'], 0);
  run('What would they make?', ['plan'], 0);
  run('Make it so.', ['apply', ...consent], 0);
  run('Is there anything left to do?', ['plan', '--detailed-exitcode'], 0);
  await editBehindOurBack(emulator.url);
  run('What changed behind our back?', ['drift'], 2);
  run('Repair it.', ['apply', '--auto-approve'], 0);
  run('Is it as it was written?', ['drift'], 0);
  say(`\nThe demo did what it should, in ${seconds(startedAt)}. The emulator is stopped and gone.`);
} finally {
  await emulator.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** Starts the emulator as its own process, and waits for its ready line. */
async function startEmulator() {
  title('Start the emulator, which stands in for the cloud.');
  const args = ['emulator', '--port', '0', '--state', path.join(scratch, 'state.json')];
  say(`$ sluice emulator --port 0 --state state.json &`);
  const child = spawn(process.execPath, [sluice, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part;
      if (text.includes('\n')) resolve(text);
    });
    child.once('exit', (code) => reject(new Error(`the emulator ended with exit code ${code}`)));
  });
  say(ready.trimEnd());
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null) return resolve();
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });
  return { url: /http:\S+?(?=,)/.exec(ready)[0], stop };
}

/** Runs one command on the examples; an unexpected exit code ends the demo. */
function runStep(name, args, { environment, expected }) {
  title(name);
  say(`$ sluice ${args.join(' ')}`);
  const began = Date.now();
  const { status } = spawnSync(process.execPath, [sluice, ...args], {
    cwd: path.join(root, 'examples'),
    env: environment,
    stdio: 'inherit',
  });
  say(`(exit code ${status}, ${seconds(began)})`);
  if (status !== expected) {
    throw new Error(`"sluice ${args.join(' ')}" was expected to exit with ${expected}`);
  }
}

/** What somebody does in the console, with the official client: four things that were not reviewed. */
async function editBehindOurBack(url) {
  title('Meanwhile, somebody edits the cloud by hand (with the official client).');
  const began = Date.now();
  const { default: ecs } = await import('@alicloud/ecs20140526');
  const { default: openapi } = await import('@alicloud/openapi-client');
  const client = new ecs.default(
    new openapi.Config({
      accessKeyId: key.id,
      accessKeySecret: key.secret,
      endpoint: url.replace('http://', ''),
      protocol: 'HTTP',
      regionId: region,
    }),
  );
  const listed = await client.describeSecurityGroups(
    new ecs.DescribeSecurityGroupsRequest({ regionId: region, maxResults: 100 }),
  );
  const idOf = (name) =>
    listed.body.securityGroups.securityGroup.find((group) => group.securityGroupName === name)
      .securityGroupId;
  const rulesOf = async (name) => {
    const request = new ecs.DescribeSecurityGroupAttributeRequest({
      regionId: region,
      securityGroupId: idOf(name),
    });
    return (await client.describeSecurityGroupAttribute(request)).body.permissions.permission;
  };

  say('1. opens SSH of web to the world');
  await client.authorizeSecurityGroup(
    new ecs.AuthorizeSecurityGroupRequest({
      regionId: region,
      securityGroupId: idOf('web'),
      permissions: [{ ipProtocol: 'TCP', portRange: '22/22', sourceCidrIp: '0.0.0.0/0' }],
    }),
  );

  say('2. removes a rule of app: requests from the web tier on port 8080');
  const requests = (await rulesOf('app')).find(({ portRange }) => portRange === '8080/8080');
  await client.revokeSecurityGroup(
    new ecs.RevokeSecurityGroupRequest({
      regionId: region,
      securityGroupId: idOf('app'),
      securityGroupRuleId: [requests.securityGroupRuleId],
    }),
  );

  say('3. moves the drop of the scanner in web from priority 1 to 50, where it loses');
  const scanner = (await rulesOf('web')).find(({ policy }) => policy === 'Drop');
  await client.modifySecurityGroupRule(
    new ecs.ModifySecurityGroupRuleRequest({
      regionId: region,
      securityGroupId: idOf('web'),
      securityGroupRuleId: scanner.securityGroupRuleId,
      ipProtocol: scanner.ipProtocol,
      portRange: scanner.portRange,
      sourceCidrIp: scanner.sourceCidrIp,
      policy: 'drop',
      priority: '50',
      description: scanner.description,
    }),
  );

  say('4. renames monitoring to "monitoring-old"');
  await client.modifySecurityGroupAttribute(
    new ecs.ModifySecurityGroupAttributeRequest({
      regionId: region,
      securityGroupId: idOf('monitoring'),
      securityGroupName: 'monitoring-old',
    }),
  );
  say(`(7 calls, ${seconds(began)})`);
}

function title(text) {
  say(`\n── ${text}`);
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
