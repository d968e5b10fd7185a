// sluice test: whether the traffic that must pass does, and none that must not. Exit 4 where not, and
// where nobody can tell for whoever asks for that.
import { undecidedStates, worstVerdict } from '../../model/assertion-result.ts';
import { testedStates, type TestedState } from '../../model/flow-assertion.ts';
import { jsonText } from '../../report/json-text.ts';
import { targetHeading } from '../../report/targets-text.ts';
import {
  renderJunit,
  type TargetTests,
  type TestJunitOptions,
} from '../../report/junit/test-junit.ts';
import { renderTestCounts, renderTests, renderUndecided } from '../../report/test-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadGuarded, type GuardOptions } from '../load-guarded.ts';
import type { LoadedWorkspace } from '../load-workspace.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';
import type { OpenTarget } from '../open-target.ts';
import { openTargets, type OpenTargets } from '../targets/open-targets.ts';
import { namedOutput } from '../targets/record-output.ts';
import { runTests } from '../test/run-tests.ts';
import { toolVersion } from '../../api/tool-version.ts';
import { worstExitCode } from '../worst-exit-code.ts';

export interface TestCommandOptions extends GuardOptions {
  readonly state?: TestedState | 'all';
  readonly format: 'text' | 'json' | 'junit';
  readonly failOnUnknown?: boolean;
}

export async function testCommand(options: TestCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const loaded = await loadGuarded(options, ['protect', 'tests'], surroundings);
  if (typeof loaded === 'number') return loaded;
  if (loaded.states.every((state) => assertionsOf(state, loaded).length === 0)) {
    surroundings.err('error: there is nothing to test; expected test files, or protected flows\n');
    surroundings.err('    right: tests: tests/**/*.yaml\n');
    return exitCodes.invalid;
  }
  // Whoever names an emulator or a snapshot asks about what is in it, too.
  const state =
    options.state ?? ((options.emulator ?? options.live) === undefined ? 'desired' : 'all');
  const states = state === 'all' ? testedStates : [state];
  const open = states.some((one) => one !== 'desired')
    ? await openTargets(
        loaded.states.map(({ target }) => target),
        { ...options, purpose: 'plan' },
        surroundings,
      )
    : undefined;
  if (typeof open === 'number') return open;
  try {
    return await testAll({ loaded, states, open }, options, surroundings);
  } finally {
    await open?.close();
  }
}

interface Asked {
  readonly loaded: LoadedWorkspace;
  readonly states: readonly TestedState[];
  readonly open: OpenTargets | undefined;
}

async function testAll(
  { loaded, states, open }: Asked,
  { format, failOnUnknown: failsOnUnknown = false }: TestCommandOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const tested: TargetTests[] = [];
  const codes: ExitCode[] = [];
  for (const desired of loaded.states) {
    const { name } = desired.target;
    const own = loaded.states.length === 1 ? surroundings : namedOutput(surroundings, name);
    const assertions = assertionsOf(desired, loaded);
    const way = open?.byName.get(name);
    const results = await runTests(assertions, { desired, states }, way, own);
    if (typeof results === 'number') codes.push(results);
    else tested.push({ target: name, ...ageOf(way), results });
  }
  say(tested, { format, areSeveral: loaded.states.length > 1, failsOnUnknown }, surroundings);
  const results = tested.flatMap((one) => one.results);
  surroundings.err(renderUndecided(results, { failsOnUnknown }));
  const isFine = results.every(
    (result) =>
      worstVerdict(result) !== 'failed' && !(failsOnUnknown && undecidedStates(result).length > 0),
  );
  return worstExitCode([...codes, isFine ? exitCodes.success : exitCodes.refused]);
}

function ageOf(way: OpenTarget | undefined): Pick<TargetTests, 'snapshot'> {
  return way?.snapshot === undefined ? {} : { snapshot: way.snapshot.age };
}

/** What is protected is tested as well. */
function assertionsOf(
  { target, protect = [] }: LoadedWorkspace['states'][number],
  { tests }: LoadedWorkspace,
) {
  return [...protect, ...(tests.get(target.name) ?? [])];
}

function say(
  tested: readonly TargetTests[],
  {
    format,
    areSeveral,
    ...options
  }: Pick<TestCommandOptions, 'format'> & TestJunitOptions & { readonly areSeveral: boolean },
  { out, colours }: Surroundings,
): void {
  switch (format) {
    case 'junit':
      out(renderJunit(tested, options));
      return;
    case 'json':
      out(jsonText(documentOf(tested)));
      return;
    case 'text':
      for (const { target, snapshot, results } of tested) {
        if (areSeveral) out(targetHeading(target, colours));
        if (snapshot !== undefined) out(`Live is ${snapshot}.\n`);
        out(renderTests(results, colours));
        if (areSeveral) out('\n');
      }
      out(renderTestCounts(tested.flatMap(({ results }) => results)));
  }
}

function documentOf(tested: readonly TargetTests[]) {
  return {
    formatVersion: 1,
    toolVersion: toolVersion(),
    targets: tested.map(({ results, ...target }) => ({
      ...target,
      results: results.map((result) => ({ verdict: worstVerdict(result), ...result })),
    })),
  };
}
