// Goal: nothing is ever written to a group that is only observed; no rule that is ignored is revoked,
// unless the internet reaches it, and every other rule that nobody wrote is; then nothing is left.
// Method: random states of the tiny universe, with a fate drawn for each group, on the emulator; what is
// ignored is judged in the cloud's own words. The only large parts of the internet here are all of it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Switches } from '../../src/emulator/switches.ts';
import type { Ignore } from '../../src/model/ignore.ts';
import type { PresentGroup } from '../../src/model/group.ts';
import { hasDrift } from '../../src/model/plan.ts';
import { runs } from '../runs.ts';
import { refusing } from '../applier/transports.ts';
import { groupsOf, type Groups } from './end-state.ts';
import { applied, lastKind, momentOf, planOf, planned, readLive, worldOf } from './in-process.ts';
import { interfacesOf, surprises } from './moments.ts';
import { seededId } from './names.ts';
import { scenarios } from './universe.ts';
import { matchText, wireOfRule } from './wire-words.ts';

type Rule = Groups[number]['rules'][number];

const source = { file: 'sluice.yaml', line: 1, column: 1 };
const patterns: readonly (Ignore['rules'][0] & { readonly test: (rule: Rule) => boolean })[] = [
  { descriptions: ['a'], source, test: ({ Description }) => Description === 'a' },
  { descriptions: ['*🚀', '?'], source, test: ({ Description }) => (Description ?? '') !== '' },
  { priorities: [2, 3], source, test: ({ Priority }) => Priority === 2 || Priority === 3 },
  {
    protocols: ['tcp'],
    policy: 'accept',
    source,
    test: ({ IpProtocol, Policy = 'Accept' }) => IpProtocol === 'TCP' && Policy === 'Accept',
  },
];

type Fate = 'observed' | 'free' | (typeof patterns)[number];

const fates = fc.array(fc.constantFrom<Fate>('observed', 'free', ...patterns), {
  minLength: 3,
  maxLength: 3,
});

/** How calls take effect, and after how many writes an apply is stopped and planned anew. */
const ways = fc.record({
  batches: fc.constantFrom<Switches['batches']>('atomic', 'inOrder', 'reversed', 'shuffled'),
  writes: fc.option(fc.nat(6)),
});

test('what is observed or ignored stays, and all else becomes as it was written', async () => {
  const seen = { observed: 0, drifting: 0, ignored: 0, exposed: 0 };
  await fc.assert(
    fc.asyncProperty(scenarios({ twins: true }), fates, ways, async (scenario, drawn, way) => {
      const { emulator, send } = worldOf(scenario.seeds, { switches: { batches: way.batches } });
      const before = groupsOf(emulator);
      const fateOf = new Map(
        scenario.desired.groups.map(({ name }, index) => [name, drawn[index] ?? 'free'] as const),
      );
      const groups = scenario.desired.groups.map((group) => {
        const fate = fateOf.get(group.name) ?? 'free';
        if (group.state !== 'present' || fate === 'free') return group;
        if (fate !== 'observed') return { ...group, ignore: { rules: [fate], tags: [] } };
        return { ...group, observed: { comparesCloudName: true, comparesType: true } };
      });
      const desired = { ...scenario.desired, groups };
      const made = planned(desired, await readLive(desired, send));
      // A rule that stays may refer to a group that should go.
      if (!made.ok) {
        expect(made.refusals.map(({ code }) => code)).toContain('still-referred');
        return;
      }
      const moments = [momentOf(emulator)];
      emulator.onMutation(() => moments.push(momentOf(emulator)));
      emulator.onRuleChange(() => moments.push(momentOf(emulator)));
      const stopped = way.writes === null ? send : refusing(send, way.writes);
      const first = lastKind(await applied(made.plan, stopped));
      const rest = planOf(desired, await readLive(desired, send));
      if (way.writes === null) expect([first, rest.steps]).toEqual(['verified', []]);
      else expect(lastKind(await applied(rest, send))).toBe('verified');
      expect(surprises(moments, interfacesOf(scenario)).slice(0, 5)).toEqual([]);
      const after = groupsOf(emulator);
      const leftOut = made.plan.notes.flatMap(({ code, group }) =>
        code === 'left-out' ? (group ?? []) : [],
      );
      for (const group of groups) {
        const [was, is] = [before, after].map((all) =>
          all.find(({ id }) => id === seededId(group.name)),
        );
        if (group.state !== 'present' || leftOut.includes(group.name)) continue;
        const fate = fateOf.get(group.name) ?? 'free';
        if (fate === 'observed') {
          expect(is).toEqual(was);
          seen.observed++;
          seen.drifting += Number(hasDrift({ ...made.plan, steps: [] }));
        } else if (fate !== 'free' && was !== undefined && group.additive === undefined) {
          const counts = expectIgnored(group, {
            was: was.rules,
            is: is?.rules ?? [],
            test: fate.test,
          });
          seen.ignored += counts.ignored;
          seen.exposed += counts.exposed;
        }
      }
      expect(planOf(desired, await readLive(desired, send)).steps).toEqual([]);
    }),
    { numRuns: runs(400) },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
});

function expectIgnored(
  { ingress, egress }: PresentGroup,
  {
    was,
    is,
    test: isLike,
  }: Record<'was' | 'is', readonly Rule[]> & { test: (rule: Rule) => boolean },
): Record<'ignored' | 'exposed', number> {
  const all = [...(ingress ?? []), ...(egress ?? [])];
  const written = new Set(all.map((rule) => matchText(complete(wireOfRule(rule, seededId)))));
  // One call may turn a rule that goes into one that comes, under its id.
  const kept = new Set(is.map(idAndMatch));
  const counts = { ignored: 0, exposed: 0 };
  for (const rule of was) {
    const isOurs = rule.Direction === 'ingress' ? ingress !== undefined : egress !== undefined;
    if (!isOurs || written.has(matchText(complete(rule)))) continue;
    const full = complete(rule);
    const isOpen =
      full.Policy === 'Accept' && /\s(0\.0\.0\.0\/0|::\/0)\s/.test(` ${matchText(full)} `);
    const stays = isLike(full) && !isOpen;
    expect(kept.has(idAndMatch(rule)), matchText(full)).toBe(stays);
    counts.ignored += Number(stays);
    counts.exposed += Number(isLike(full) && isOpen);
  }
  return counts;
}

function idAndMatch(rule: Rule): string {
  return `${rule.SecurityGroupRuleId} ${matchText(complete(rule))}`;
}

/** Snapshots leave out what is unset, the priority 1 and the policy Accept among it. */
function complete<One extends object>(rule: One): One {
  return { Priority: 1, Policy: 'Accept', ...rule };
}
