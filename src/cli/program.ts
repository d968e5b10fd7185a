// The command line: its commands, in the order in which help lists them. What each takes is in definitions/;
// its own code is imported when it runs.
import { Command, CommanderError } from 'commander';
import { gravestRisk } from '../model/access.ts';
import { examples } from './definitions/base.ts';
import { defineApply } from './definitions/apply.ts';
import { defineCompletion } from './definitions/completion.ts';
import { defineDrift } from './definitions/drift.ts';
import { defineEmulator } from './definitions/emulator.ts';
import { defineExplain } from './definitions/explain.ts';
import { defineFmt } from './definitions/fmt.ts';
import { defineGraph } from './definitions/graph.ts';
import { defineHold, defineUnhold } from './definitions/hold.ts';
import { defineImport } from './definitions/import.ts';
import { defineInit } from './definitions/init.ts';
import { definePlan } from './definitions/plan.ts';
import { definePolicy } from './definitions/policy.ts';
import { defineRollback } from './definitions/rollback.ts';
import { defineSchema } from './definitions/schema.ts';
import { defineShow } from './definitions/show.ts';
import { defineSnapshot } from './definitions/snapshot.ts';
import { defineTest } from './definitions/test.ts';
import { defineValidate } from './definitions/validate.ts';
import { defineVersion } from './definitions/version.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { toolVersion } from '../api/tool-version.ts';

export async function runProgram(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.success;
  const program = buildProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv.map(withRisk));
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.success : exitCodes.invalid;
  }
}

/** By itself it approves everything, and the next word is not its risk. */
function withRisk(word: string): string {
  return word === '--auto-approve' ? `${word}=${gravestRisk}` : word;
}

export function buildProgram(finish: (code: ExitCode) => void): Command {
  const program = new Command('sluice')
    .description('GitOps for Alibaba Cloud ECS security groups.')
    .version(toolVersion(), '-V, --version')
    .exitOverride()
    .showHelpAfterError('(add --help for what there is)')
    .addHelpText('after', `\n${examples(programExamples)}\n${exitCodeHelp}`);

  defineValidate(program, finish);
  definePlan(program, finish);
  defineTest(program, finish);
  defineApply(program, finish);
  defineRollback(program, finish);
  defineShow(program, finish);
  defineDrift(program, finish);
  defineExplain(program, finish);
  defineGraph(program, finish);
  defineFmt(program, finish);
  defineImport(program, finish);
  defineInit(program, finish);
  defineSchema(program, finish);
  definePolicy(program, finish);
  defineSnapshot(program, finish);
  defineHold(program, finish);
  defineUnhold(program, finish);
  defineEmulator(program, finish);
  defineCompletion(program, finish);
  defineVersion(program, finish);
  return program;
}

const programExamples = [
  'sluice validate',
  'sluice plan --emulator try.json',
  'sluice plan --out change.plan.json',
  'sluice apply change.plan.json',
  'sluice drift',
];

const exitCodeHelp = `Exit codes:
  0 success   1 error   2 changes, drift or no passage   3 invalid configuration or usage
  4 refused, or an assertion failed   5 stale plan   6 apply incomplete, apply again   7 locked
  130 Ctrl-C   143 SIGTERM
`;
