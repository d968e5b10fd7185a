// Goal: accepting drift writes what is live, and nothing else: the next plan is empty, rules that nobody
// touched stand as they stood with their comments, and where that cannot be, nothing is written.
// Method: random files, lists in them and all, applied to an emulator; random edits as in a console; then
// the new text is read by itself and held against what the emulator has.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { acceptOneGroup } from '../../../src/cli/drift/accept-groups.ts';
import { load, type Loaded } from '../../../src/desired/load.ts';
import type { GroupName } from '../../../src/model/group-identity.ts';
import type { PlanId } from '../../../src/model/plan.ts';
import { ruleKey, type Rule } from '../../../src/model/rule.ts';
import type { DesiredState } from '../../../src/model/target.ts';
import { targetDrift } from '../../../src/report/drift/target-drift.ts';
import { applied, planOf, readLive, worldOf, type World } from '../../planner/in-process.ts';
import { region, target } from '../../planner/names.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const workspace = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  ${target.name}: { account: '${target.account}', region: ${region}, vpc: ${target.vpc} }
networks:
  office: [10.1.0.0/16, 10.2.0.0/16]
`;

const ports = [22, 80, 443, 5432];
const sources = ['10.1.0.0/16', '10.2.0.0/16', '192.0.2.0/24'];
const some = <Value>(values: readonly Value[], maxLength: number) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength });

const items = fc.array(
  fc.record({
    direction: fc.constantFrom('ingress', 'egress'),
    ports: some(ports, 2),
    sources: fc.oneof(some(sources, 2), fc.constant(['office'])),
    description: fc.option(fc.constantFrom('by hand', 'it: is # quoted'), { nil: undefined }),
    priority: fc.option(fc.constantFrom(5, 9), { nil: undefined }),
    isInline: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);
type Item = (typeof items extends fc.Arbitrary<infer Items> ? Items : never) extends (infer One)[]
  ? One
  : never;

const edits = fc.array(
  fc.record({
    kind: fc.constantFrom('revoke', 'authorize', 'change', 'describe group', 'policy', 'move'),
    at: fc.nat({ max: 20 }),
    port: fc.constantFrom(...ports, 8080),
    source: fc.constantFrom(...sources, '0.0.0.0/0'),
    description: fc.constantFrom('', 'console', '"odd" # text: [x]'),
    priority: fc.constantFrom(1, 5, 7),
    direction: fc.constantFrom('ingress', 'egress'),
  }),
  { minLength: 1, maxLength: 4 },
);
type Edit = (typeof edits extends fc.Arbitrary<infer Edits> ? Edits : never) extends (infer One)[]
  ? One
  : never;

test('the next plan is empty, and what nobody touched stands as it stood', async () => {
  const seen = { accepted: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(items, edits, async (written, byHand) => {
      const text = groupText(written);
      const { folder, loaded } = await workspaceOf(text);
      if (loaded === undefined) return;
      const desired = stateIn(loaded);
      const world = worldOf([]);
      await applied(planOf(desired, await readLive(desired, world.send)), world.send);
      for (const edit of byHand) editByHand(world, edit);

      const live = await readLive(desired, world.send);
      const plan = planOf(desired, live);
      const known = targetDrift(plan, desired, live);
      if (!known.drift) return;
      const accepted = await acceptOneGroup(
        web,
        { loaded, texts: new Map() },
        placeOf(folder, live),
      );
      if (!accepted.ok) {
        seen.refused += 1;
        // Only what a network makes is for a person to say.
        expect(accepted.why).toMatch(/one of several that a network|no file can say/);
        return;
      }
      seen.accepted += 1;
      const after = accepted.state.texts.get(path.join(folder, 'groups', 'web.yaml')) ?? text;
      writeFileSync(path.join(folder, 'groups', 'web.yaml'), after);
      const again = await load(path.join(folder, 'sluice.yaml'), { nowMs: 0 });
      if (!again.ok) throw new Error(`${after}\n${again.findings[0]?.message ?? ''}`);
      expect(planOf(stateIn(again.loaded), live).steps).toEqual([]);
      expect(keysOf(rulesIn(stateIn(again.loaded)))).toEqual(
        keysOf(live.groups.flatMap(({ rules }) => rules)),
      );
      const touched = touchedKeys(known.groups.flatMap(({ differences }) => differences));
      for (const [index, item] of written.entries()) {
        const own = rulesIn(desired).filter(({ source }) => source.line === lineOf(text, index));
        if (own.length === 0 || own.some((rule) => touched.has(ruleKey(rule)))) continue;
        // A rule that two items write is placed at the first of them; the other has to change as well.
        const { loaded: alone } = await workspaceOf(groupText([item]));
        const writes = alone === undefined ? [] : rulesIn(stateIn(alone));
        if (writes.some((rule) => touched.has(ruleKey(rule)))) continue;
        expect(after, JSON.stringify(item)).toContain(itemText(item, index));
      }
      expect(after.startsWith('# What the web servers let in.\n')).toBe(true);
    }),
    { numRuns: 150 },
  );
  expect(seen.accepted).toBeGreaterThan(25);
  expect(seen.refused).toBeGreaterThan(0);
});

const web = 'web' as GroupName;

function groupText(written: readonly Item[]): string {
  const of = (direction: string) =>
    written
      .map((item, index) => (item.direction === direction ? itemText(item, index) : ''))
      .join('');
  const list = (direction: string) => {
    const texts = of(direction);
    return texts === '' ? `${direction}: []\n` : `${direction}:\n${texts}`;
  };
  return `# What the web servers let in.\nname: web   # for ever\ndescription: Web\ninnerAccessPolicy: accept\nresourceGroup: rg-edge\n${list('ingress')}${list('egress')}`;
}

/** With a comment above it and one behind it, in no style of ours. */
function itemText({ direction, isInline, ...item }: Item, index: number): string {
  const side = direction === 'ingress' ? 'source' : 'destination';
  const fields = [
    ...(item.description === undefined ? [] : [`description: ${JSON.stringify(item.description)}`]),
    'protocol: tcp',
    `ports: [${item.ports.join(',  ')}]`,
    `${side}: [${item.sources.join(', ')}]`,
    ...(item.priority === undefined ? [] : [`priority: ${item.priority}`]),
  ];
  const above = `  # item ${index}\n`;
  if (isInline) return `${above}  - {${fields.join(', ')}}   # of ${index}\n`;
  const [first = '', ...rest] = fields;
  return `${above}  - ${first}   # of ${index}\n${rest.map((field) => `    ${field}\n`).join('')}`;
}

function lineOf(text: string, index: number): number {
  return text.split('\n').indexOf(`  # item ${index}`) + 2;
}

async function workspaceOf(text: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-accept-'));
  folders.push(folder);
  mkdirSync(path.join(folder, 'groups'));
  writeFileSync(path.join(folder, 'sluice.yaml'), workspace);
  writeFileSync(path.join(folder, 'groups', 'web.yaml'), text);
  const read = await load(path.join(folder, 'sluice.yaml'), { nowMs: 0 });
  return { folder, loaded: read.ok ? read.loaded : undefined };
}

function placeOf(folder: string, live: Parameters<typeof planOf>[1]) {
  return {
    file: path.join(folder, 'sluice.yaml'),
    ...{ folder, live, nowMs: 0, target: target.name },
    textOf: (file: string) => readFile(file, 'utf8'),
    planOptions: {
      id: 'again' as PlanId,
      createdAt: '2026-11-22T08:00:00Z',
      toolVersion: '0.1.0',
      allowHazards: [],
    },
  };
}

function stateIn({ states: [state] }: Loaded): DesiredState {
  if (state === undefined) throw new Error('no target');
  return state;
}

function rulesIn({ groups }: DesiredState) {
  return groups.flatMap((group) =>
    group.state === 'present' ? [...(group.ingress ?? []), ...(group.egress ?? [])] : [],
  );
}

/** A description that nobody wrote is not managed; here everything that is live was written. */
function keysOf(rules: readonly Rule[]): readonly string[] {
  return rules.map((rule) => `${ruleKey(rule)} @${rule.priority}`).toSorted();
}

function touchedKeys(
  differences: readonly { readonly kind: string; readonly rule?: unknown }[],
): ReadonlySet<string> {
  return new Set(
    differences.flatMap((one) => (one.rule === undefined ? [] : [ruleKey(one.rule as Rule)])),
  );
}

function editByHand({ emulator }: World, edit: Edit): void {
  const [group] = emulator.snapshot().groups;
  if (group === undefined) return;
  const rules = group.rules.filter(({ Direction }) => Direction === edit.direction);
  const rule = rules[edit.at % Math.max(1, rules.length)];
  const isEgress = edit.direction === 'egress';
  const suffix = isEgress ? 'Egress' : '';
  const side = isEgress ? 'DestCidrIp' : 'SourceCidrIp';
  const call = (action: string, parameters: Readonly<Record<string, string>>) =>
    emulator.call({
      ...{ product: 'Ecs', version: '2014-05-26', action, region },
      parameters: { RegionId: region, SecurityGroupId: group.id, ...parameters },
    });
  switch (edit.kind) {
    case 'revoke':
      if (rule === undefined) return;
      call(`RevokeSecurityGroup${suffix}`, { 'SecurityGroupRuleId.1': rule.SecurityGroupRuleId });
      return;
    case 'change':
      if (rule === undefined) return;
      call(`ModifySecurityGroup${suffix}Rule`, {
        SecurityGroupRuleId: rule.SecurityGroupRuleId,
        ...{ IpProtocol: 'tcp', PortRange: rule.PortRange ?? '', Policy: 'accept' },
        [side]: (isEgress ? rule.DestCidrIp : rule.SourceCidrIp) ?? '',
        Priority: String(edit.priority),
        ...(edit.description === '' ? {} : { Description: edit.description }),
      });
      return;
    case 'authorize':
      call(`AuthorizeSecurityGroup${suffix}`, {
        'Permissions.1.IpProtocol': 'tcp',
        'Permissions.1.PortRange': `${edit.port}/${edit.port}`,
        [`Permissions.1.${side}`]: edit.source,
        'Permissions.1.Priority': String(edit.priority),
        'Permissions.1.Description': edit.description,
      });
      return;
    case 'policy':
      call('ModifySecurityGroupPolicy', { InnerAccessPolicy: 'Drop' });
      return;
    case 'move':
      call('JoinResourceGroup', {
        ...{ ResourceType: 'securitygroup', ResourceId: group.id },
        // Of the default one the cloud shows no id.
        ResourceGroupId: edit.port === 22 ? `rg-default-${target.account}` : 'rg-other',
      });
      return;
    case 'describe group':
      call('ModifySecurityGroupAttribute', { Description: 'edited: by hand' });
  }
}
