// Goal: what the real cloud has answered is read for what it means, and the same groups, written
// down, need no change.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readGroup } from '../../src/cloud/read-groups.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import { fromWireGroup } from '../../src/cloud/wire-group.ts';
import type { LiveState } from '../../src/model/live.ts';
import type { WrittenRule } from '../../src/model/rule.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { loaded, parseGroups } from '../desired/workspace-text.ts';
import { planOf, unasked, valueOf } from '../planner/in-process.ts';
import { accept, drop, foreign, group, live, ownTags } from '../planner/words.ts';

const account = '1000000000000001';

interface Sample {
  readonly name: string;
  readonly about: string;
  /** What the rules mean, and the id of the first. */
  readonly rules: readonly WrittenRule[];
  readonly ruleId: string;
  /** The group as somebody would write it. */
  readonly yaml: string;
}

const samples: readonly Sample[] = [
  {
    name: 'a',
    about: 'the priority is a number, the source port is ""',
    rules: [accept('tcp 1-65535', '0.0.0.0/0')],
    ruleId: '',
    yaml: `
cloudName: web_tier
innerAccessPolicy: accept
ingress:
  - protocol: tcp
    ports: 1-65535
    source: 0.0.0.0/0
egress: []`,
  },
  {
    name: 'b',
    about: 'egress, with a rule id',
    rules: [drop('tcp 6379', '192.168.0.0/16', { direction: 'egress' })],
    ruleId: 'sgr-id',
    yaml: `
cloudName: sg-test
description: security group
innerAccessPolicy: drop
ingress: []
egress:
  - policy: drop
    protocol: tcp
    ports: 6379
    destination: 192.168.0.0/16`,
  },
  {
    name: 'c',
    about: 'a single address, and the source port -1/-1',
    rules: [accept('all', '203.0.113.116/32', { description: '办公室出口IP' })],
    ruleId: '',
    yaml: `
cloudName: office
ingress:
  - description: 办公室出口IP
    protocol: all
    source: 203.0.113.116
egress: []`,
  },
  {
    name: 'd',
    about: 'the priority is a text, the peer a group of another account',
    rules: [
      accept('all', foreign('sg-somesecuritygroupid', '1000000000000002'), {
        description: '堡垒机自动添加规则',
      }),
    ],
    ruleId: 'sgr-bp10example000000001',
    yaml: `
cloudName: behind-the-bastion
ingress:
  - protocol: all
    source: { groupId: sg-somesecuritygroupid, account: '1000000000000002' }
egress: []`,
  },
  {
    name: 'e',
    about: 'a group of the cloud itself, at priority 110',
    rules: [
      accept('all', '0.0.0.0/0', { priority: 110 }),
      accept('all', '0.0.0.0/0', { priority: 110, direction: 'egress' }),
    ],
    ruleId: '',
    yaml: `
cloudName: sg-j6c0example000000001
description: System created security group.
ingress:
  - protocol: all
    source: 0.0.0.0/0
    priority: 110
egress:
  - protocol: all
    destination: 0.0.0.0/0
    priority: 110`,
  },
];

describe.each(samples)('sample $name: $about', ({ name, rules, ruleId, yaml }) => {
  test('is read for what it means', async () => {
    const { reply, state } = await read(name);
    expect(state.groups).toEqual([
      {
        ...fromWireGroup(listElement(reply)),
        innerAccessPolicy: String(reply['InnerAccessPolicy']).toLowerCase(),
        rules: rules.map((rule) => ({ ...withoutSource(rule), id: ruleId })),
      },
    ]);
  });

  test('needs no change when the same is wanted', async () => {
    const { state, desired } = await read(name);
    const [found] = state.groups;
    const same = group('sample', {
      cloudName: found?.cloudName ?? '',
      description: found?.description,
      innerAccessPolicy: found?.innerAccessPolicy,
      ingress: rules.filter(({ direction }) => direction === 'ingress'),
      egress: rules.filter(({ direction }) => direction === 'egress'),
    });
    expect(planOf({ ...desired, groups: [same] }, state).steps).toEqual([]);
  });

  test('needs no change when the same is written as YAML', async () => {
    const { state, desired } = await read(name);
    const { region, vpc } = desired.target;
    const workspace = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  prod: { account: '${account}', region: ${region}, vpc: ${vpc} }
`;
    const parsed = parseGroups({ 'groups/sample.yaml': `name: sample${yaml}\n` }, { workspace });
    const plan = planOf(loaded(parsed).state, state);
    expect({ steps: plan.steps, notes: plan.notes }).toEqual({ steps: [], notes: [] });
    expect(plan.read).toEqual({ listed: 1, groups: 1, rules: rules.length });
  });
});

type Reply = Readonly<Record<string, unknown>>;

async function read(name: string): Promise<{
  readonly reply: Reply;
  readonly state: LiveState;
  readonly desired: DesiredState;
}> {
  const text = readFileSync(new URL(`samples/${name}.json`, import.meta.url), 'utf8');
  const reply = JSON.parse(text) as Reply;
  const send: Transport = () => Promise.resolve({ ok: true, body: reply, attempts: 1 });
  const listed = fromWireGroup(listElement(reply));
  if (listed === undefined) throw new Error(`sample ${name} is no group of a list`);
  const found = valueOf(await readGroup(send, listed, account));
  const target = {
    name: 'prod',
    account,
    region: String(reply['RegionId']),
    vpc: String(reply['VpcId']),
  };
  const desired = { owner: 'edge-platform', target, groups: [] };
  return { reply, state: { ...unasked, listed: [listed], groups: [found] }, desired };
}

/** The group in the list, after it was adopted. */
function listElement(reply: Reply): Reply {
  const tags = Object.entries(ownTags('sample'));
  return {
    ...reply,
    SecurityGroupType: 'normal',
    Tags: { Tag: tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })) },
  };
}

function withoutSource(rule: WrittenRule): object {
  return Object.fromEntries(Object.entries(live(rule)).filter(([name]) => name !== 'source'));
}
