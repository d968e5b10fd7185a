// Runs jobs of GitHub Actions, and the composite action, as a runner does: conditions, expressions, files for
// the environment, outputs and the summary, and for each job a new clone. Of actions it knows those of
// GitHub that the workflows use.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Ran } from '../cli/sluice.ts';
import type { Action, Step, Texts, Workflow } from './definition.ts';
import { evaluate, fill, isMet, type Contexts } from './expression.ts';
import type { Origin } from './origin.ts';
import { makeTools, runBash } from './shell-step.ts';

export interface JobRun {
  readonly ok: boolean;
  /** What ran, by name; the others were skipped. */
  readonly steps: Readonly<Record<string, Ran>>;
  readonly outputs: Texts;
  readonly summary: string;
  /** What the steps before wrote for those after them. */
  readonly environment: Texts;
}

export interface JobOptions {
  readonly branch: string;
  /** `github`, `vars`, `secrets`, `inputs` and `needs`. */
  readonly contexts: Contexts;
  /** What GitHub and the cloud put beside what the workflow says. */
  readonly environment: Texts;
}

export class Runner {
  readonly #origin: Origin;
  readonly #tools: string;
  /** Where artifacts and caches are kept, by their names. */
  readonly #store: string;

  constructor(origin: Origin) {
    this.#origin = origin;
    this.#tools = makeTools(origin.home);
    this.#store = mkdtempSync(path.join(origin.home, 'store-'));
  }

  /** Undefined where its condition is not met. */
  async job(workflow: Workflow, name: string, options: JobOptions): Promise<JobRun | undefined> {
    const job = workflow.jobs[name];
    if (job === undefined) throw new Error(`there is no job ${name}`);
    if (!isMet(job.if, options.contexts, { hasFailed: false })) return undefined;
    const env = { ...workflow.env, ...job.env };
    return this.#run(job.steps, { ...options, env, outputs: job.outputs ?? {} });
  }

  /** As a step of a job whose clone is there already. */
  action({ inputs, outputs, runs }: Action, options: JobOptions & { readonly inputs: Texts }) {
    const { contexts } = options;
    const given = Object.entries(inputs).map(([name, { default: usual = '' }]) => [
      name,
      options.inputs[name] ?? fill(usual, contexts),
    ]);
    return this.#run(runs.steps, {
      ...options,
      contexts: { ...contexts, inputs: Object.fromEntries(given) as Texts },
      env: { GITHUB_ACTION_PATH: path.resolve('.') },
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([name, { value }]) => [name, value]),
      ),
    });
  }

  async #run(
    steps: readonly Step[],
    { branch, contexts, environment, env, outputs }: JobOptions & { env: Texts; outputs: Texts },
  ): Promise<JobRun> {
    const temporary = mkdtempSync(path.join(this.#origin.home, 'runner-'));
    const folder = this.#origin.checkout(branch);
    const files = filesIn(temporary);
    writeFileSync(files.GITHUB_EVENT_PATH, JSON.stringify(eventOf(contexts)));
    const ran: Record<string, Ran> = {};
    const told: Record<string, { outputs: Texts; outcome: string }> = {};
    let added: Texts = {};
    let hasFailed = false;
    for (const step of steps) {
      const here: Contexts = { ...contexts, steps: told };
      const isRun = isMet(step.if, here, { hasFailed });
      if (step.id !== undefined) told[step.id] = { outputs: {}, outcome: 'skipped' };
      if (!isRun) continue;
      if (step.uses !== undefined) this.#use(step, folder, here);
      if (step.run === undefined) continue;
      writeFileSync(files.GITHUB_OUTPUT, '');
      const filled = Object.fromEntries(
        Object.entries({ ...env, ...step.env }).map(([name, text]) => [name, fill(text, here)]),
      );
      const PATH = `${this.#tools}:${process.env['PATH'] ?? ''}`;
      const base = { PATH, HOME: temporary, RUNNER_TEMP: temporary, ...files };
      const result = await runBash(step.run, {
        folder,
        env: { ...base, ...environment, ...added, ...filled },
      });
      ran[step.name ?? ''] = result;
      hasFailed ||= result.exitCode !== 0;
      added = { ...added, ...readLines(files.GITHUB_ENV) };
      if (step.id === undefined) continue;
      const outcome = result.exitCode === 0 ? 'success' : 'failure';
      told[step.id] = { outputs: readLines(files.GITHUB_OUTPUT), outcome };
    }
    const result = Object.entries(outputs).map(([name, text]) => [
      name,
      fill(text, { ...contexts, steps: told }),
    ]);
    return {
      ok: !hasFailed,
      steps: ran,
      outputs: Object.fromEntries(result) as Texts,
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
      environment: added,
    };
  }

  #use({ uses = '', with: given = {} }: Step, folder: string, contexts: Contexts): void {
    const {
      name = '',
      path: what = '',
      key = '',
      category = '',
      sarif_file: sarif = '',
    } = Object.fromEntries(
      Object.entries(given).map(([input, value]) => [input, fill(String(value), contexts)]),
    );
    const [action] = uses.split('@');
    switch (action) {
      case 'actions/checkout':
      case 'actions/setup-node':
        return;
      case 'actions/upload-artifact':
        for (const one of what.split('\n').filter(Boolean)) {
          copy(path.join(folder, one), path.join(this.#store, name, one));
        }
        return;
      case 'github/codeql-action/upload-sarif':
        copyFound(path.join(folder, sarif), path.join(this.#store, 'sarif', category));
        return;
      case 'actions/download-artifact':
        copy(path.join(this.#store, name), folder);
        return;
      case 'actions/cache/save':
        expectKey(key);
        copy(path.join(folder, what), path.join(this.#store, 'cache', what));
        return;
      case 'actions/cache/restore':
        expectKey(key);
        copy(path.join(this.#store, 'cache', what), path.join(folder, what));
        return;
      default:
        throw new Error(`this runner does not know ${uses}`);
    }
  }

  /** Where an artifact is; `sarif` has what code scanning was given, by category. */
  artifact(name: string): string {
    return path.join(this.#store, name);
  }
}

function filesIn(folder: string) {
  const names = [
    'GITHUB_ENV',
    'GITHUB_OUTPUT',
    'GITHUB_STEP_SUMMARY',
    'GITHUB_EVENT_PATH',
  ] as const;
  const files = names.map((name) => [name, path.join(folder, name)] as const);
  for (const [, file] of files) writeFileSync(file, '');
  return Object.fromEntries(files) as Record<(typeof names)[number], string>;
}

function eventOf(contexts: Contexts): unknown {
  return evaluate('github.event', contexts) ?? {};
}

function readLines(file: string): Texts {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

function copy(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}

function copyFound(from: string, to: string): void {
  if (!existsSync(from)) throw new Error(`there is no ${from}`);
  copy(from, to);
}

function expectKey(key: string): void {
  if (!key.startsWith('sluice-live-')) throw new Error(`no snapshot has the key ${key}`);
}
