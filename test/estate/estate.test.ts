// Goal: a team with 300 groups in four targets of two accounts can move in and feel at home.
// Method: the estate that scripts/estate writes, applied once to an emulator over HTTP, each account with
// its own key; then each test leaves the cloud as it found it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Emulator } from '../../src/emulator/emulator.ts';
import type { Group } from '../../src/emulator/group.ts';
import { serve, type Served } from '../../src/emulator/http/server.ts';
import { parseSeed } from '../../src/emulator/seed-file/seed-file.ts';
import type { Drift } from '../../src/model/drift.ts';
import { sluice, type Ran } from '../cli/sluice.ts';

const script = fileURLToPath(new URL('../../scripts/estate/write.js', import.meta.url));
const names = ['lab/cn-hangzhou', 'prod/cn-hangzhou', 'prod/cn-shanghai', 'lab/cn-beijing'];
// A machine joins a group whose rules change in the same apply.
const hazards = 'first-apply,opens-to-internet,cuts-traffic,transient-window';
const consent = ['--allow-hazards', hazards];

const folder = estateIn('estate');
const emulator = new Emulator({ seed: 1 });
const foreign = ['vendor-1', 'vendor-2', 'vendor-3', 'payments', 'ack-service', 'rds-service'];
let served: Served | undefined;
let foreignBefore = '';
let applied: Ran | undefined;

beforeAll(async () => {
  const parsed = parseSeed(readFileSync(path.join(folder, 'cloud.yaml'), 'utf8'), 'cloud.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  emulator.load(parsed.seed);
  foreignBefore = foreignContent();
  served = await serve({
    call: (request) => Promise.resolve(emulator.call(request)),
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
  });
  applied = await run(folder, ['apply', '--auto-approve', ...consent]);
}, 300_000);

afterAll(() => served?.close());

/** A folder with all that the script writes. */
function estateIn(name: string): string {
  const made = path.join(mkdtempSync(path.join(tmpdir(), 'sluice-test-')), name);
  execFileSync(process.execPath, [script, made]);
  return made;
}

function run(where: string, args: readonly string[]): Promise<Ran> {
  const home = { HOME: path.join(folder, 'home') };
  return sluice(where, args, { SLUICE_ENDPOINT: served?.url ?? '', ...home });
}

interface Place {
  readonly key: string;
  readonly region: string;
  readonly letters: string;
}

const staging: Place = { key: 'estate-lab', region: 'cn-hangzhou', letters: 'bp2' };
const hangzhou: Place = { key: 'estate-prod', region: 'cn-hangzhou', letters: 'bp1' };
const shanghai: Place = { key: 'estate-prod', region: 'cn-shanghai', letters: 'uf6' };
const beijing: Place = { key: 'estate-lab', region: 'cn-beijing', letters: '2ze' };

function groupIn({ letters }: Place, name: string): Group {
  const found = [...emulator.groups()].find(({ attributes }) => {
    return attributes.name === name && attributes.vpcId.startsWith(`vpc-${letters}`);
  });
  if (found === undefined) throw new Error(`there is no group ${name}`);
  return found;
}

/** Somebody in the console of that account. */
function byHand(
  place: Place,
  [action, name]: readonly [string, string],
  parameters: Readonly<Record<string, string>>,
): void {
  const { key, region } = place;
  const where = { RegionId: region, SecurityGroupId: groupIn(place, name).id };
  const request = { product: 'Ecs', version: '2014-05-26', region, action, accessKeyId: key };
  const reply = emulator.call({ ...request, parameters: { ...where, ...parameters } });
  if (reply.status !== 200) throw new Error(`${action}: ${JSON.stringify(reply.body)}`);
}

function tcp(port: number, from: string): Readonly<Record<string, string>> {
  return {
    'Permissions.1.IpProtocol': 'TCP',
    'Permissions.1.PortRange': `${port}/${port}`,
    'Permissions.1.SourceCidrIp': from,
  };
}

/** Of groups that are not ours: everything. */
function foreignContent(): string {
  const groups = [...emulator.groups()].filter(({ attributes }) =>
    foreign.includes(attributes.name),
  );
  expect(groups).toHaveLength(foreign.length * names.length);
  return JSON.stringify(
    groups.map((group) => {
      const { tags, ...attributes } = group.attributes;
      return [attributes, [...tags], [...group.rules()]];
    }),
  );
}

interface PlanSetJson {
  readonly plans: readonly {
    readonly target: { readonly name: string };
    readonly steps: readonly { readonly kind: string; readonly group: string }[];
  }[];
}

/** `kind group`, by target, of targets with steps. */
function stepsOf({ out }: Ran): Readonly<Record<string, readonly string[]>> {
  const { plans } = JSON.parse(out) as PlanSetJson;
  const all = plans.map(({ target, steps }) => {
    return [target.name, steps.map(({ kind, group }) => `${kind} ${group}`)] as const;
  });
  return Object.fromEntries(all.filter(([, steps]) => steps.length > 0));
}

function differencesOf({ out }: Ran): Readonly<Record<string, readonly string[]>> {
  const { targets } = JSON.parse(out) as Drift;
  const all = targets.flatMap((one) => {
    const groups = one.complete ? one.groups : [];
    const found = groups.flatMap(({ group, differences }) =>
      differences.map(({ kind }) => `${kind} ${group}`),
    );
    return found.length === 0 ? [] : [[one.target.name, [...new Set(found)]] as const];
  });
  return Object.fromEntries(all);
}

test('the estate is the same each time, and has 300 groups', async () => {
  const again = estateIn('again');
  const files = readdirSync(again, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => /\.(yaml|json)$/.test(name))) {
    const [one, other] = [again, folder].map((root) => readFileSync(path.join(root, file), 'utf8'));
    expect(one).toBe(other);
  }
  const checked = await sluice(again, ['validate']);
  for (const name of names) expect(checked.out).toContain(`target ${name}: 75 groups, `);
  expect(checked.exitCode).toBe(0);
});

test('one apply makes it so in every target, and the next plan is empty', async () => {
  for (const name of names)
    expect(applied?.out).toContain(`${name}: Applied and verified: 74 groups`);
  expect(applied?.exitCode).toBe(0);
  const [first, second] = ['legacy-1', 'legacy-2'].map((name) => groupIn(beijing, name).id);
  const { interfaces = [] } = emulator.snapshot();
  const both = interfaces.filter(({ groupIds }) => {
    return groupIds.includes(first ?? '') && groupIds.includes(second ?? '');
  });
  expect(both).toHaveLength(1);
  const again = await run(folder, ['plan', '--json', '--detailed-exitcode']);
  expect(stepsOf(again)).toEqual({});
  expect(again.exitCode).toBe(0);
});

test('an account has its own office, and an overlay its own testers', () => {
  const sourcesOf = (place: Place, name: string) =>
    [...groupIn(place, name).rules()].map(({ SourceCidrIp }) => SourceCidrIp);
  const [office, labOffice] = ['203.0.113.0/25', '203.0.113.128/25'];
  expect(sourcesOf(hangzhou, 'bastion')).toContain(office);
  expect(sourcesOf(hangzhou, 'bastion')).not.toContain(labOffice);
  expect(sourcesOf(beijing, 'bastion')).toContain(labOffice);
  expect(sourcesOf(beijing, 'bastion')).not.toContain(office);
  expect(sourcesOf(shanghai, 'monitoring')).toContain('10.20.0.0/16');
  const testers = [staging, hangzhou].map((place) =>
    [...groupIn(place, 'maps-web').rules()].some(({ PortRange }) => PortRange === '8443/8443'),
  );
  expect(testers).toEqual([true, false]);
  const monitoring = new Set([hangzhou, beijing].map((place) => groupIn(place, 'monitoring').id));
  const { interfaces = [] } = emulator.snapshot();
  const watchers = interfaces.filter(({ groupIds }) => groupIds.some((id) => monitoring.has(id)));
  expect(watchers).toHaveLength(2);
});

test('drift names what somebody changed in each account, and the next apply repairs just that', async () => {
  byHand(staging, ['AuthorizeSecurityGroup', 'shop-db'], tcp(22, '0.0.0.0/0'));
  const [rule] = groupIn(shanghai, 'legacy-1').rules();
  byHand(shanghai, ['RevokeSecurityGroup', 'legacy-1'], {
    'SecurityGroupRuleId.1': rule?.SecurityGroupRuleId ?? '',
  });
  byHand(beijing, ['ModifySecurityGroupAttribute', 'bastion'], { SecurityGroupName: 'jump' });
  // What the cluster adds to its nodes is no drift.
  byHand(hangzhou, ['AuthorizeSecurityGroup', 'ack-nodes'], tcp(10250, '10.10.0.0/16'));
  // Nor is what somebody calls by a name that is ignored, but for what the internet reaches.
  byHand(hangzhou, ['AuthorizeSecurityGroup', 'shop-db'], {
    ...tcp(9999, '10.10.7.0/24'),
    'Permissions.1.Description': 'debug-wang',
  });
  byHand(hangzhou, ['AuthorizeSecurityGroup', 'shop-web'], {
    ...tcp(9998, '0.0.0.0/0'),
    'Permissions.1.Description': 'debug-lee',
  });

  const drift = await run(folder, ['drift', '--json']);
  expect(drift.exitCode).toBe(2);
  const found = {
    'prod/cn-hangzhou': ['ruleUnexpected shop-web'],
    'lab/cn-hangzhou': ['ruleUnexpected shop-db'],
    'prod/cn-shanghai': ['ruleMissing legacy-1'],
    'lab/cn-beijing': ['attribute bastion'],
  };
  expect(differencesOf(drift)).toEqual(found);

  const repaired = await run(folder, [
    ...['apply', '--auto-approve', '--no-records'],
    ...['--allow-hazards', 'cuts-traffic'],
  ]);
  expect(repaired.exitCode).toBe(0);
  const after = await run(folder, ['drift', '--json']);
  expect(differencesOf(after)).toEqual({});
  expect(after.exitCode).toBe(0);
  const kept = [...groupIn(hangzhou, 'ack-nodes').rules()].map(({ PortRange }) => PortRange);
  expect(kept).toContain('10250/10250');
});

test('imported target by target, with networks, it plans to no change of a rule', async () => {
  const moved = path.join(path.dirname(folder), 'moved');
  cpSync(folder, moved, { recursive: true });
  rmSync(path.join(moved, 'groups'), { recursive: true });
  rmSync(path.join(moved, '.sluice'), { recursive: true, force: true });
  for (const name of names) {
    const imported = await run(moved, [
      'import',
      '--target',
      name,
      '--networks',
      '--out',
      `groups/${name}`,
    ]);
    // Vendors' groups are nobody's yet; those of services and of another team are left out.
    expect(imported.out).toContain(
      'Proved: a plan from these files changes no rule. It would tag 3 groups as ours.\n',
    );
    expect(imported.err.match(/^left out: /gm)).toHaveLength(3);
    expect(imported.exitCode).toBe(0);
    expect(readdirSync(path.join(moved, 'groups', name))).toHaveLength(77);
  }
  const bastion = readFileSync(path.join(moved, 'groups/lab/cn-hangzhou/bastion.yaml'), 'utf8');
  expect(bastion).toContain('source: office\n');
  const vendor = readFileSync(path.join(moved, 'groups/lab/cn-beijing/vendor-2.yaml'), 'utf8');
  expect(vendor).toContain('source: vendor-support\n');
  const planned = await run(moved, ['plan', '--json']);
  const tagged = ['tagGroup vendor-1', 'tagGroup vendor-2', 'tagGroup vendor-3'];
  const steps = Object.entries(stepsOf(planned)).map(([name, own]) => [name, own.toSorted()]);
  expect(Object.fromEntries(steps)).toEqual(
    Object.fromEntries(names.map((name) => [name, tagged])),
  );
});

test('what belongs to services, vendors and another team is as it was', () => {
  expect(foreignContent()).toBe(foreignBefore);
});
