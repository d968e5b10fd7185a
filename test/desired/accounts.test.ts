// Goal: an account is written once, and each of its VPCs is a target like one that is written in full.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Target } from '../../src/model/target.ts';
import { loaded, parseGroups } from './workspace-text.ts';

const heading = 'version: 1\nowner: edge-platform\ngroups: groups/**/*.yaml\n';
const accounts = `${heading}accounts:
  prod:
    account: '1000000000000001'
    profile: edge-prod
    role: { plan: sluice-plan, apply: 'acs:ram::1000000000000001:role/sluice-apply', externalId: edge, duration: 2h }
    regions:
      cn-hangzhou: vpc-hangzhou
      cn-beijing:
        vpcs: { main: vpc-beijing, dmz: vpc-beijing-dmz }
        endpoint: ecs-vpc.cn-beijing.aliyuncs.com
  canary:
    account: '1000000000000002'
    regions: { cn-shanghai: { vpc: vpc-shanghai } }
`;

function targetsOf(workspace: string, group: string): readonly Target[] {
  const { states } = loaded(parseGroups({ 'groups/web.yaml': group }, { workspace }));
  return states.map(({ target }) => target);
}

test('each VPC of an account is a target, with what the account says', () => {
  const shared = {
    account: '1000000000000001',
    credentials: { kind: 'profile', profile: 'edge-prod' },
    roles: {
      plan: 'acs:ram::1000000000000001:role/sluice-plan',
      apply: 'acs:ram::1000000000000001:role/sluice-apply',
      externalId: 'edge',
      durationMs: 7_200_000,
    },
  };
  const beijing = {
    ...shared,
    region: 'cn-beijing',
    endpoint: 'ecs-vpc.cn-beijing.aliyuncs.com',
  };
  expect(targetsOf(accounts, 'name: web\ntarget: prod/cn-hangzhou\n')).toEqual([
    { name: 'prod/cn-hangzhou', ...shared, region: 'cn-hangzhou', vpc: 'vpc-hangzhou' },
    { name: 'prod/cn-beijing/main', ...beijing, vpc: 'vpc-beijing' },
    { name: 'prod/cn-beijing/dmz', ...beijing, vpc: 'vpc-beijing-dmz' },
    {
      name: 'canary/cn-shanghai',
      account: '1000000000000002',
      region: 'cn-shanghai',
      vpc: 'vpc-shanghai',
    },
  ]);
});

test.each([
  ['prod/*', ['prod/cn-hangzhou', 'prod/cn-beijing/main', 'prod/cn-beijing/dmz']],
  ["'*/cn-shanghai'", ['canary/cn-shanghai']],
  ['[canary/*, prod/cn-hangzhou]', ['prod/cn-hangzhou', 'canary/cn-shanghai']],
  [
    '[prod/cn-hangzhou, prod/*]',
    ['prod/cn-hangzhou', 'prod/cn-beijing/main', 'prod/cn-beijing/dmz'],
  ],
])('a group of target %s is in all that match', (target, names) => {
  const group = { 'groups/web.yaml': `name: web\ntarget: ${target}\n` };
  const { states } = loaded(parseGroups(group, { workspace: accounts }));
  const homes = states.filter(({ groups }) => groups.length > 0);
  expect(homes.map(({ target: { name } }) => name)).toEqual(names);
});

test('a wave of a glob is what no wave before has', () => {
  const workspace = `${accounts}waves: [[canary/*], [prod/cn-hangzhou], ['*']]\n`;
  const group = { 'groups/web.yaml': 'name: web\ntarget: canary/*\n' };
  expect(loaded(parseGroups(group, { workspace })).waves).toEqual([
    ['canary/cn-shanghai'],
    ['prod/cn-hangzhou'],
    ['prod/cn-beijing/main', 'prod/cn-beijing/dmz'],
  ]);
});

test('one role by name is that role of each account', () => {
  const workspace = accounts.replace(/ {4}role: .*\n/, '    role: sluice\n');
  const [hangzhou] = targetsOf(workspace, 'name: web\ntarget: prod/*\n');
  const role = 'acs:ram::1000000000000001:role/sluice';
  expect(hangzhou?.roles).toEqual({ plan: role, apply: role });
});

test("a region says only those networks and quotas that are not its account's", () => {
  const workspace = `${heading}accounts:
  prod:
    account: '1000000000000001'
    quotas: { rulesPerGroup: 500, groupsPerInterface: 10 }
    networks: { office: [10.1.0.0/16], partners: [office] }
    regions:
      cn-hangzhou: vpc-hangzhou
      cn-beijing:
        vpcs: { main: vpc-main, dmz: vpc-dmz }
        quotas: { rulesPerGroup: 200 }
        networks: { office: [10.2.0.0/16] }
`;
  const group = `name: web
target: prod/*
ingress: [{ protocol: tcp, ports: 443, source: partners }]
`;
  const { states, networks } = loaded(parseGroups({ 'groups/web.yaml': group }, { workspace }));
  const hangzhou = [{ rulesPerGroup: 500, groupsPerInterface: 10 }, ['10.1.0.0/16']];
  const beijing = [{ rulesPerGroup: 200, groupsPerInterface: 10 }, ['10.2.0.0/16']];
  expect(
    states.map(({ quotas, target }) => [quotas, networks.get(target.name)?.get('partners')]),
  ).toEqual([hangzhou, beijing, beijing]);
});

test('accounts mean what the same targets mean that are written in full', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{1,5}$/);
  const regions = fc.uniqueArray(
    fc.constantFrom('cn-hangzhou', 'cn-beijing', 'eu-central-1', 'us-west-1'),
    { minLength: 1 },
  );
  const settings = fc.record(
    {
      profile: word,
      role: fc.oneof(word, fc.record({ plan: word, apply: word })),
    },
    { requiredKeys: [] },
  );
  const estate = fc.uniqueArray(fc.record({ name: word, settings, regions }), {
    selector: ({ name }) => name,
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(estate, (written) => {
      const numbered = written.map((one, index) => ({
        ...one,
        account: String(1_000_000_000_000_001 + index),
      }));
      const short = numbered.map(({ name, settings: said, regions: places, account }) => [
        name,
        { account, ...said, regions: Object.fromEntries(places.map((id) => [id, `vpc-${id}`])) },
      ]);
      const full = numbered.flatMap(({ name, settings: said, regions: places, account }) =>
        places.map((region) => [
          `${name}-${region}`,
          { account, ...said, region, vpc: `vpc-${region}` },
        ]),
      );
      const read = (key: string, entries: unknown) => {
        const text = JSON.stringify(Object.fromEntries(entries as [string, unknown][]));
        return targetsOf(`${heading}${key}: ${text}\n`, "name: web\ntarget: '*'\n");
      };
      const [inAccounts, inTargets] = [read('accounts', short), read('targets', full)];
      const dashed = inAccounts.map((target) => ({
        ...target,
        name: target.name.replace('/', '-'),
      }));
      expect(dashed).toEqual(inTargets);
    }),
    { numRuns: 100 },
  );
});
