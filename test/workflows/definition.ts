// Workflows and actions of GitHub as YAML, as far as these have them.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type Texts = Readonly<Record<string, string>>;

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Texts;
}

export interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly permissions: Texts;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly env?: Texts;
  readonly outputs?: Texts;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: unknown;
  readonly permissions: Texts;
  readonly concurrency?: { readonly group: string };
  readonly env?: Texts;
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Action {
  readonly inputs: Readonly<
    Record<string, { readonly default?: string; readonly required?: true }>
  >;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export function readWorkflow(name: string): Workflow {
  return parse(readFileSync(`templates/github/sluice-${name}.yml`, 'utf8')) as Workflow;
}

export function readAction(): Action {
  return parse(readFileSync('action.yml', 'utf8')) as Action;
}
