// Goal: waves go one after the other, targets of a wave at the same time; a failure stops what comes
// later and nothing beside it.
// Method: jobs that wait for each other, and any waves with any failures.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exitCodes, type ExitCode } from '../../src/cli/exit-codes.ts';
import { chooseTargets } from '../../src/cli/targets/choose-targets.ts';
import { matchesTarget } from '../../src/model/target-glob.ts';
import { notRunText, runInWaves } from '../../src/cli/targets/run-in-waves.ts';
import { worstExitCode } from '../../src/cli/worst-exit-code.ts';
import { loaded, parseGroups, twoTargetsText } from '../desired/workspace-text.ts';

const isFailure = (code: number): boolean => code !== 0;

test('targets of one wave run at the same time', async () => {
  const started: string[] = [];
  let letGo: () => void = () => undefined;
  const bothStarted = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const run = async (target: string): Promise<number> => {
    started.push(target);
    if (started.length === 2) letGo();
    await bothStarted;
    return 0;
  };
  const runs = await runInWaves([['hangzhou', 'shanghai']], run, { isFailure });
  expect(runs.map(({ kind }) => kind)).toEqual(['ran', 'ran']);
});

test('one that fails does not stop its neighbours, and nothing after its wave begins', async () => {
  const ended: string[] = [];
  const run = async (target: string): Promise<number> => {
    if (target === 'a') return 4;
    await Promise.resolve();
    ended.push(target);
    return 0;
  };
  const runs = await runInWaves([['a', 'b'], ['c'], ['d']], run, { isFailure });
  expect(ended).toEqual(['b']);
  expect(runs).toEqual([
    { kind: 'ran', target: 'a', wave: 1, result: 4 },
    { kind: 'ran', target: 'b', wave: 1, result: 0 },
    { kind: 'notRun', target: 'c', wave: 2, failedWave: 1 },
    { kind: 'notRun', target: 'd', wave: 3, failedWave: 1 },
  ]);
  expect(notRunText(1)).toBe('not run: wave 1 failed');
});

test('a bug in one target is a failure, and is told only when its neighbours have ended', async () => {
  const ended: string[] = [];
  const error = new Error('a bug');
  const run = async (target: string): Promise<number> => {
    if (target === 'a') throw error;
    await new Promise((resolve) => setImmediate(resolve));
    ended.push(target);
    return 0;
  };
  const runs = await runInWaves([['a', 'b'], ['c']], run, { isFailure });
  expect(ended).toEqual(['b']);
  expect(runs.map(({ kind }) => kind)).toEqual(['threw', 'ran', 'notRun']);
  expect(runs[0]).toMatchObject({ error });
});

test('in any waves with any failures each target is told once, and runs unless a wave before failed', async () => {
  const wave = fc.array(fc.boolean(), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(wave, { maxLength: 4 }), async (failures) => {
      const waves = failures.map((one, index) => one.map((_, at) => `${index}-${at}`));
      const open = new Set<string>();
      const run = async (target: string): Promise<number> => {
        open.add(target);
        const [index = '', at = ''] = target.split('-');
        const alone = [...open].every((other) => other.startsWith(`${index}-`));
        expect(alone).toBe(true);
        await Promise.resolve();
        open.delete(target);
        return failures[Number(index)]?.[Number(at)] ? 1 : 0;
      };
      const runs = await runInWaves(waves, run, { isFailure });
      const failed = failures.findIndex((one) => one.includes(true));
      const last = failed === -1 ? waves.length : failed + 1;
      expect(runs.map(({ target }) => target)).toEqual(waves.flat());
      for (const one of runs) {
        expect(one.kind).toBe(one.wave <= last ? 'ran' : 'notRun');
        if (one.kind === 'notRun') expect(one.failedWave).toBe(last);
      }
    }),
    { numRuns: 200 },
  );
});

test('the exit code of several targets is the worst of theirs', () => {
  const order = [6, 1, 5, 4, 3, 2, 0] as const satisfies readonly ExitCode[];
  for (const [index, worst] of order.entries()) {
    expect(worstExitCode(order.slice(index).toReversed())).toBe(worst);
  }
  expect(worstExitCode([])).toBe(exitCodes.success);
  expect(worstExitCode([0, 99 as ExitCode, 6])).toBe(99);
});

test.each([
  ['canary', 'canary', true],
  ['canary-2', 'canary', false],
  ['canary-2', 'canary*', true],
  ['eu-canary-2', 'canary*', false],
  ['eu-canary-2', '*canary*', true],
  ['prod', '*', true],
  ['prod', 'pro.', false],
  ['prod', '', false],
])('whether %s matches %j: %s', (name, glob, matches) => {
  expect(matchesTarget(name, glob)).toBe(matches);
});

test('a glob of many stars is no more work than one of few', () => {
  expect(matchesTarget('a'.repeat(64), `${'*'.repeat(60)}b`)).toBe(false);
});

test('targets are chosen with their waves, and a glob without any is a fault', () => {
  const all = loaded(parseGroups({ 'groups/web.yaml': 'name: web\ntarget: prod\n' }, twoTargets));
  const names = (globs: readonly string[] | undefined) => {
    const chosen = chooseTargets(all, globs);
    if (!chosen.ok) return chosen.fault;
    const { states, waves } = chosen.loaded;
    return { states: states.map(({ target }) => target.name), waves };
  };
  expect(names(undefined)).toEqual({ states: ['canary', 'prod'], waves: [['canary'], ['prod']] });
  expect(names(['p*'])).toEqual({ states: ['prod'], waves: [['prod']] });
  expect(names(['prod', 'p*', 'c*'])).toEqual(names(undefined));
  expect(names(['prod', 'staging'])).toBe(
    'no target matches "staging"; expected one of canary, prod',
  );
  expect(names(['prod', ''])).toBe('no target matches ""; expected one of canary, prod');
});

const twoTargets = { workspace: twoTargetsText };
