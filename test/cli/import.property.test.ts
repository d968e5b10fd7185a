// Goal: what is imported changes nothing, and nothing is lost without being named.
// Method: random states of the emulator, with twins, odd spellings and old priorities, are read, written
// to YAML, parsed again beside the other files, and planned from.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sayGroups, sortGroups } from '../../src/cli/import/import-groups.ts';
import { proveImport } from '../../src/cli/import/prove-import.ts';
import { listGroups, readGroups } from '../../src/cloud/read-groups.ts';
import { addNetworks } from '../../src/desired/import/add-networks.ts';
import { parseDesired } from '../../src/desired/load.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { Switches } from '../../src/emulator/switches.ts';
import type { PlanId } from '../../src/model/plan.ts';
import { contentKey, directions } from '../../src/model/rule.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { withPeerNames } from '../../src/model/live.ts';
import { loaded } from '../desired/workspace-text.ts';
import { runs } from '../runs.ts';
import { valueOf, worldOf } from '../planner/in-process.ts';
import { owner, target } from '../planner/names.ts';
import { richSeeds } from '../planner/rich.ts';
import { richerSeeds } from '../planner/richer.ts';
import { scenarios } from '../planner/universe.ts';

const workspace = `version: 1
owner: ${owner}
groups: groups/**/*.yaml
targets:
  prod: { account: '${target.account}', region: ${target.region}, vpc: ${target.vpc} }
`;
const nothingYet: DesiredState = { owner, target, groups: [] };
const planOptions = { createdAt: '2026-11-22T08:00:00Z', toolVersion: '0.0.0', allowHazards: [] };

interface Wanted {
  readonly fold: boolean;
  readonly networks: boolean;
  readonly observe?: boolean;
  readonly switches?: Partial<Switches>;
}

const noNames = { known: new Map<string, never>(), taken: [] };

async function importOf(
  seeds: readonly SeedGroup[],
  { fold, networks, observe = false, switches = {} }: Wanted,
) {
  const { send } = worldOf(seeds, { switches });
  const listed = valueOf(await listGroups(send));
  const { wanted } = sortGroups(listed, { desired: nothingYet, isReplaced: () => false, observe });
  const groups = valueOf(await readGroups(send, wanted, { account: target.account, atOnce: 2 }));
  const existing = { desired: nothingYet, hasOneTarget: true, defaultPriority: 1, out: '/out' };
  const {
    imported,
    leftOut,
    networks: added,
  } = sayGroups(groups, listed, existing, {
    ...{ ruleIds: true, fold, observe, networks: networks ? noNames : undefined },
  });
  expect(leftOut).toEqual([]);
  expect(imported).toHaveLength(groups.length);
  const texts = imported.map(({ name, text }) => ({ file: `groups/${name}.yaml`, text }));
  const text = addNetworks(workspace, added);
  if (text === undefined) throw new Error('the networks cannot be added');
  const { state } = loaded(
    parseDesired({ workspace: { file: 'sluice.yaml', text }, groups: texts, nowMs: 0 }),
  );
  const proof = proveImport(
    { desired: state, imported: new Set(imported.map(({ name }) => name)), listed, groups },
    { id: 'plan-1' as PlanId, ...planOptions },
  );
  return { imported, state, proof, added };
}

/** Every live rule is in the file, or the rules that keep its direction from being written are named. */
function expectNothingLost({ imported, state }: Awaited<ReturnType<typeof importOf>>): void {
  const names = new Map(imported.map(({ live, name }) => [live.id, name]));
  for (const { live, name, unsaid } of imported) {
    const group = state.groups.find((one) => one.name === name);
    if (group?.state !== 'present') throw new Error(`${name} is not in the files`);
    expect(group.resourceGroup).toBe(live.inResourceGroup);
    const { rules } = withPeerNames(live, names);
    for (const direction of directions) {
      const own = rules.filter((rule) => rule.direction === direction);
      const written = group[direction];
      expect(written === undefined).toBe(unsaid.some(({ rule }) => rule.direction === direction));
      if (written === undefined) continue;
      expect(written.map(contentKey).toSorted()).toEqual(own.map(contentKey).toSorted());
    }
  }
}

/** With two more groups for each, that have the same addresses. */
function thrice(seeds: readonly SeedGroup[]): readonly SeedGroup[] {
  const copies = ['b', 'c'].flatMap((letter) =>
    seeds.map((seed): SeedGroup => {
      const rules = (seed.rules ?? []).map((rule) => omit(rule, ['SecurityGroupRuleId']));
      return { ...omit(seed, ['id', 'tags']), name: `${seed.name ?? ''}-${letter}`, rules };
    }),
  );
  return [...seeds, ...copies];
}

function omit<Thing extends object>(thing: Thing, keys: readonly (keyof Thing & string)[]): Thing {
  const left = Object.entries(thing).filter(([key]) => !keys.some((one) => one === key));
  return Object.fromEntries(left) as Thing;
}

const ways: readonly (readonly [string, Wanted])[] = [
  ['folded', { fold: true, networks: false }],
  ['rule by rule', { fold: false, networks: false }],
  ['with networks', { fold: true, networks: true }],
  ['rule by rule with networks', { fold: false, networks: true }],
  ['observed', { fold: true, networks: false, observe: true }],
  [
    'of a cloud that names the default resource group',
    { fold: true, networks: false, switches: { defaultResourceGroup: 'named' } },
  ],
];

for (const [way, wanted] of ways) {
  test(`an import of any state plans to no change of a rule, ${way}`, async () => {
    let networks = 0;
    await fc.assert(
      fc.asyncProperty(scenarios({ twins: true }), async ({ seeds }) => {
        const made = await importOf(wanted.networks ? thrice(seeds) : seeds, wanted);
        expect(made.proof).toMatchObject({ kind: 'planned', changes: [], differing: [] });
        if (wanted.observe) expect(made.proof).toMatchObject({ tagged: 0, renamed: 0 });
        expectNothingLost(made);
        networks += made.added.size;
      }),
      { numRuns: runs(100) },
    );
    expect(networks > 0).toBe(wanted.networks);
  });
}

test('so does one of larger states, in which twins keep a direction unwritten', async () => {
  for (const seeds of [richSeeds, richerSeeds]) {
    const made = await importOf(seeds, { fold: true, networks: true });
    expect(made.proof).toMatchObject({ kind: 'planned', changes: [] });
    expectNothingLost(made);
    expect(made.imported.some(({ unsaid }) => unsaid.length > 0)).toBe(true);
  }
});
