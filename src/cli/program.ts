// The command line: names, flags and examples. Each command's own code is imported when it runs.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { ApplyCommandOptions } from './commands/apply.ts';
import type { DriftCommandOptions } from './commands/drift.ts';
import type { EmulatorCommandOptions } from './commands/emulator.ts';
import type { ExplainCommandOptions } from './commands/explain.ts';
import type { GraphCommandOptions } from './commands/graph.ts';
import type { RollbackCommandOptions } from './commands/rollback.ts';
import type { ShowCommandOptions } from './commands/show.ts';
import type { HoldCommandOptions } from './commands/hold.ts';
import type { PlanCommandOptions } from './commands/plan.ts';
import type { TestCommandOptions } from './commands/test.ts';
import {
  cloudCommand,
  collect,
  examples,
  liveOption,
  quiet,
  stateCommand,
} from './definitions/base.ts';
import { defineFmt } from './definitions/fmt.ts';
import { defineInit } from './definitions/init.ts';
import { defineSchema } from './definitions/schema.ts';
import { defineImport } from './definitions/import.ts';
import { defineSnapshot } from './definitions/snapshot.ts';
import { defineValidate } from './definitions/validate.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { WorkspaceOptions } from './workspace-options.ts';
import { gravestRisk, risks, type Risk } from '../model/access.ts';
import { parseAmount, type Amount } from '../model/change-limits.ts';
import type { Cidr } from '../model/cidr.ts';
import { parseDuration } from '../model/duration.ts';
import { parsePortRange } from '../model/ports.ts';
import { hazardCodes } from '../model/hazard.ts';
import { parseAskedTraffic, type AskedTraffic } from '../reach/ends/asked-traffic.ts';
import { toolVersion } from './tool-version.ts';
import { parseOwnAddress } from './where-from.ts';

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

function parseRisk(text: string): Risk {
  const risk = risks.find((one) => one === text);
  if (risk !== undefined) return risk;
  throw new InvalidArgumentError(`there is no risk "${text}"; there are ${risks.join(', ')}`);
}

function buildProgram(finish: (code: ExitCode) => void): Command {
  const program = new Command('sluice')
    .description('GitOps for Alibaba Cloud ECS security groups.')
    .version(toolVersion(), '-V, --version')
    .exitOverride()
    .showHelpAfterError('(add --help for what there is)')
    .addHelpText('after', `\n${examples(programExamples)}\n${exitCodeHelp}`);

  defineValidate(program, finish);

  limitedCommand(program, 'plan', 'show what would change, and write it to a file')
    .addOption(liveOption())
    .option('--out <file>', 'save the plan, to be applied exactly as it is')
    .option('--json', 'print the plan as JSON (schemas/plan.schema.json, plan-set.schema.json)')
    .option('--changed <ref>', 'only groups that mean something else than in this commit')
    .option('--detailed-exitcode', 'exit 2 when there are changes')
    .option('--diff', 'also show the change as a unified diff of YAML')
    .addOption(onlyOption())
    .option('--prune', pruneHelp)
    .addOption(guardsFromOption())
    .addOption(myAddressOption())
    .addHelpText('after', examples(planExamples))
    .action(async (options: PlanCommandOptions) => {
      const { planCommand } = await import('./commands/plan.ts');
      finish(await planCommand(options));
    });

  cloudCommand(program, 'test', 'check which traffic passes against what must, and must not')
    .addOption(liveOption())
    .addOption(
      new Option(
        '--state <state>',
        'where to look (default: desired; all with --emulator)',
      ).choices(['desired', 'live', 'planned', 'all']),
    )
    .addOption(
      new Option('--format <format>', 'how to tell it (json: schemas/test-results.schema.json)')
        .choices(['text', 'json', 'junit'])
        .default('text'),
    )
    .addOption(guardsFromOption())
    .addHelpText('after', `\n${testStates}${examples(testExamples)}`)
    .action(async (options: TestCommandOptions) => {
      const { testCommand } = await import('./commands/test.ts');
      finish(await testCommand(options));
    });

  applyingCommand(program, 'apply', 'make it so: a saved plan exactly, or plan and ask')
    .argument('[plan]', 'a plan that `sluice plan --out` saved')
    .option('--approved <plan>', 'plan afresh, and execute only what this plan said too')
    .addOption(onlyOption())
    .option('--prune', pruneHelp)
    .addHelpText('after', examples(applyExamples))
    .action(async (file: string | undefined, options: ApplyCommandOptions) => {
      const { applyCommand } = await import('./commands/apply.ts');
      finish(await applyCommand(file, options));
    });

  applyingCommand(program, 'rollback', 'take back what an apply did, if nothing else changed it')
    .argument('[plan]', 'the plan that was applied (default: the last one in .sluice/)')
    .addHelpText('after', examples(rollbackExamples))
    .action(async (file: string | undefined, options: RollbackCommandOptions) => {
      const { rollbackCommand } = await import('./commands/rollback.ts');
      finish(await rollbackCommand(file, options));
    });

  quiet(program.command('show').description('show a saved plan, or the journal of an apply'))
    .argument('<file>', 'what `plan --out` saved, or a journal.ndjson in .sluice/')
    .option('--no-color', 'print without colour')
    .addHelpText('after', `\n${showFormats}${examples(showExamples)}`)
    .action(async (file: string, options: ShowCommandOptions) => {
      const { showCommand } = await import('./commands/show.ts');
      finish(await showCommand(file, options));
    });

  cloudCommand(program, 'drift', 'find what changed behind your back; exits 2 when something did')
    .addOption(liveOption())
    .option('--json', 'print it as JSON: the plan that would repair it')
    .addHelpText('after', examples(['sluice drift', 'sluice drift --json > drift.json']))
    .action(async (options: DriftCommandOptions) => {
      const { driftCommand } = await import('./commands/drift.ts');
      finish(await driftCommand(options));
    });

  stateCommand(
    program,
    'explain',
    'say whether traffic passes, by which rule, and what would change it',
  )
    .requiredOption('--from <end>', `where it comes from: ${ends}`)
    .requiredOption('--to <end>', 'where it goes, likewise; one end at least is ours')
    .requiredOption('--port <protocol/ports>', 'such as tcp/443 or icmp', parseTraffic)
    .option('--source-port <ports>', 'only from these ports (default: from any)', parsePorts)
    .option('--json', 'print it as JSON (schemas/explanation.schema.json)')
    .addHelpText('after', `\n${explainHelp}${examples(explainExamples)}`)
    .action(async (options: ExplainCommandOptions) => {
      const { explainCommand } = await import('./commands/explain.ts');
      finish(await explainCommand(options));
    });

  stateCommand(program, 'graph', 'draw who may reach whom, each group alone on an interface')
    .addOption(
      new Option('--format <format>', 'what to draw it in')
        .choices(['mermaid', 'dot'])
        .default('mermaid'),
    )
    .addHelpText('after', `\n${graphHelp}${examples(graphExamples)}`)
    .action(async (options: GraphCommandOptions) => {
      const { graphCommand } = await import('./commands/graph.ts');
      finish(await graphCommand(options));
    });

  defineFmt(program, finish);
  defineImport(program, finish);
  defineInit(program, finish);
  defineSchema(program, finish);
  defineSnapshot(program, finish);

  cloudCommand(program, 'hold', 'have every plan leave a group alone until a time')
    .argument('<group>', 'our name for the group')
    .option('--until <time>', 'with its zone, such as 2026-11-27T08:00:00Z')
    .option('--for <duration>', 'from now on, such as 4h or 1d12h, instead of --until')
    .requiredOption('--reason <text>', 'shown wherever the group is left alone')
    .addHelpText('after', examples(holdExamples))
    .action(async (group: string, options: HoldCommandOptions) => {
      const { holdCommand } = await import('./commands/hold.ts');
      finish(await holdCommand(group, options));
    });

  cloudCommand(program, 'unhold', 'take a hold off a group')
    .argument('<group>', 'our name for the group')
    .addHelpText('after', examples(['sluice unhold web']))
    .action(async (group: string, options: WorkspaceOptions) => {
      const { unholdCommand } = await import('./commands/unhold.ts');
      finish(await unholdCommand(group, options));
    });

  quiet(
    program.command('emulator').description('serve the security-group part of the ECS API here'),
  )
    .option('--port <number>', 'port to listen on; 0 takes a free one', parsePort, 0)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--tls <ca-file>', 'also speak TLS on the port; the CA certificate goes to this file')
    .option('--state <file>', 'keep the state in this file')
    .option('--seed <file>', 'start from this world (YAML), where there is no state yet')
    .option('--account <id>', 'the account of the key (default: 1000000000000001)', parseAccount)
    .option('--access-key <id:secret>', 'another key than emulator:emulator; never a real one')
    .option('--quota <name=number>', 'set a quota; may be given again', collect)
    .option('--switch <name=value>', 'settle an open question; may be given again', collect)
    .option('--faults <file>', 'let calls meet the faults of this file (YAML or JSON)')
    .option('--fault-seed <number>', 'let calls meet faults at random, the same for a number')
    .option('--fault-rate <share>', 'how many of the calls do, from 0 to 1 (default: 0.1)')
    .option('--rate-limit <calls>', 'throttle each API to so many calls a minute')
    .option('--no-retry-after', 'do not say to throttled callers when to come back')
    .option('--lag <ms>', 'let reads see changes of groups so much later')
    .option('--access-log <file>', 'add a line of JSON for each request to this file')
    .addHelpText('after', examples(emulatorExamples))
    .action(async (options: EmulatorCommandOptions) => {
      const { emulatorCommand } = await import('./commands/emulator.ts');
      finish(await emulatorCommand(options));
    });

  return program;
}

/** What all commands that plan changes take. */
const pruneHelp = 'delete groups of ours that are in no file (default: show them)';

function limitedCommand(program: Command, name: string, description: string): Command {
  return cloudCommand(program, name, description).option(
    '--max-delete <number>',
    'delete at most 5, or 10%, of the rules and of the groups (default: limits.deletes)',
    parseMaxDelete,
  );
}

/** What all commands that write rules take. */
function applyingCommand(program: Command, name: string, description: string): Command {
  return limitedCommand(program, name, description)
    .option(
      '--auto-approve [risk]',
      'do not ask; or only where the plan is no graver than none, narrows, widens',
      parseRisk,
    )
    .addOption(
      new Option('--allow-hazards <codes>', 'consent to hazards A,B; may be given again')
        .argParser(parseCodes)
        .default([], 'none'),
    )
    .addOption(guardsFromOption())
    .addOption(myAddressOption())
    .addOption(
      new Option('--lock-timeout <duration>', 'wait so long for the lock, as in 10m')
        .argParser(parseWait)
        .default(0, 'do not wait'),
    )
    .option(
      '--settle <duration>',
      'pause between waves that depend on each other (default: 10s on the cloud)',
      parseSeconds,
    )
    .option(
      '--patience <duration>',
      'how long reads may lag behind writes (default: 5m, unless with --emulator)',
      parseSeconds,
    )
    .option('--parallelism <number>', 'calls in flight', parseParallelism, 5)
    .option('--json', 'print what happens as lines of JSON (schemas/event.schema.json)')
    .option('--journal <file>', 'keep the journal here (default: in the records)')
    .option('--no-records', 'leave no plan, way back and journal in .sluice/');
}

function onlyOption(): Option {
  const what = 'revoke rules that have expired, and do nothing else';
  return new Option('--only <what>', what).choices(['expired']);
}

function guardsFromOption(): Option {
  return new Option(
    '--guards-from <ref>',
    'keep to the guards of this commit too, such as origin/main; REF:FILE for a workspace that moved',
  );
}

function myAddressOption(): Option {
  return new Option('--my-address <address>', 'where you are: no plan may cut you off unasked')
    .env('SLUICE_MY_ADDRESS')
    .argParser(parseMyAddress);
}

/** A code that is misspelt would consent to nothing, and say so only when it is too late. */
function parseCodes(text: string, before: readonly string[]): readonly string[] {
  const codes = text.split(',').map((code) => code.trim());
  const known: readonly string[] = hazardCodes;
  const unknown = codes.find((code) => !known.includes(code));
  if (unknown === undefined) return [...before, ...codes];
  throw new InvalidArgumentError(`there is no hazard "${unknown}"; there are ${known.join(', ')}`);
}

function parseMaxDelete(text: string): Amount {
  const amount = parseAmount(text);
  if (amount !== undefined) return amount;
  throw new InvalidArgumentError('expected a number such as 5, or a percentage such as 10%');
}

function parseMyAddress(text: string): Cidr {
  const address = parseOwnAddress(text);
  if (address !== undefined) return address;
  throw new InvalidArgumentError('expected an address such as 203.0.113.7 or 2001:db8::7');
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65535) return port;
  throw new InvalidArgumentError('expected a port such as 8080, or 0 for a free one');
}

function parseTraffic(text: string): AskedTraffic {
  const traffic = parseAskedTraffic(text);
  if (traffic !== undefined) return traffic;
  throw new InvalidArgumentError(
    'expected a protocol, with ports for tcp and udp, such as tcp/443, udp/8000-8999, icmp or all',
  );
}

function parsePorts(text: string): string {
  if (parsePortRange(text) !== undefined) return text;
  throw new InvalidArgumentError('expected ports such as 1024-65535');
}

function parseWait(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError('expected a time such as 30s, 10m or 1h');
}

function parseParallelism(text: string): number {
  const number = Number(text);
  if (/^\d{1,3}$/.test(text) && number >= 1 && number <= 100) return number;
  throw new InvalidArgumentError('expected a number from 1 to 100');
}

function parseAccount(text: string): string {
  if (/^\d{1,20}$/.test(text)) return text;
  throw new InvalidArgumentError('expected the number of an account, such as 1000000000000001');
}

/** A bare number is of seconds. */
function parseSeconds(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const ms = parseDuration(text);
  if (ms !== undefined) return ms / 1000;
  throw new InvalidArgumentError('expected a time such as 10s or 5m');
}

const programExamples = [
  'sluice validate',
  'sluice plan --emulator try.json',
  'sluice plan --out change.plan.json',
  'sluice apply change.plan.json',
  'sluice drift',
];

const planExamples = [
  'sluice plan',
  'sluice plan --diff',
  'sluice plan --target canary',
  'sluice plan --out change.plan.json --detailed-exitcode',
  'sluice plan --emulator try.json',
  'sluice plan --guards-from origin/main',
  'sluice plan --changed origin/main',
];

const testStates = `States:
  desired  what is written; reads no cloud
  live     what there is
  planned  every state on the way of a plan, and its end
`;

const testExamples = [
  'sluice test',
  'sluice test --state live --target prod',
  'sluice test --state all --format junit > tests.xml',
  'sluice test --emulator try.json',
  'sluice test --guards-from origin/main',
];

const applyExamples = [
  'sluice apply',
  'sluice apply change.plan.json --allow-hazards opens-to-internet',
  'sluice apply --approved change.plan.json --auto-approve',
  'sluice apply --auto-approve=narrows',
  'sluice apply --auto-approve --emulator try.json --allow-hazards first-apply',
  'sluice apply change.plan.json --json | jq \'select(.event == "failed")\'',
];

const rollbackExamples = [
  'sluice rollback',
  'sluice rollback --target prod',
  'sluice rollback change.plan.json --auto-approve --allow-hazards deletes-group',
];

const showFormats = `Formats, for other programs:
  plans     schemas/plan.schema.json, schemas/plan-set.schema.json
  journals  schemas/event.schema.json, a line of JSON each
`;

const showExamples = [
  'sluice show change.plan.json',
  'sluice show .sluice/20261126T105825Z_prod_6f1f7d6e/journal.ndjson',
];

const ends =
  'an address, a block, a group, a network, an instance (i-…), an interface (eni-…) or internet';

const explainHelp = `Exit codes of explain:
  0 all of it passes   2 none, not all, or not known   3 wrong usage
`;

const explainExamples = [
  'sluice explain --from 203.0.113.7 --to web --port tcp/443',
  'sluice explain --from web --to db --port tcp/5432 --state live',
  'sluice explain --from internet --to i-bp1web0000000000000001 --port tcp/22 --state planned',
  'sluice explain --from office --to bastion --port tcp/22 --json | jq .explanations[].verdict',
];

const graphHelp = `Edges are what the ingress of a group lets in, after drops. A dashed one does not get
that far: the sender's own egress drops it.
`;

const graphExamples = [
  'sluice graph > access.mmd',
  'sluice graph --format dot --state live | dot -Tsvg > access.svg',
];

const holdExamples = [
  'sluice hold web --until 2026-11-27T08:00:00Z --reason "INC-42 console edit"',
  'sluice hold web --for 4h --reason "INC-42 console edit"',
];

const emulatorExamples = [
  'sluice emulator --port 8080 --state emulator.json',
  'SLUICE_ENDPOINT=http://127.0.0.1:8080 sluice plan',
  'sluice emulator --port 8443 --tls ca.pem --seed examples/emulator-seed.yaml',
  'sluice emulator --quota rulesPerGroupMax=200 --switch batches=inOrder',
  'sluice emulator --fault-seed 7 --fault-rate 0.05 --rate-limit 100 --lag 2000',
];

const exitCodeHelp = `Exit codes:
  0 success   1 error   2 changes, drift or no passage   3 invalid configuration or usage
  4 refused, or an assertion failed   5 stale plan   6 apply incomplete, apply again   7 locked
  130 Ctrl-C   143 SIGTERM
`;
