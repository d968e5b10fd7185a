// Runs a plan that everybody agrees to: events to the journal, then to whoever reads, and at the end
// an exit code.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { apply } from '../../applier/apply.ts';
import { usualPatience } from '../../applier/usual-patience.ts';
import type { Plan } from '../../model/plan.ts';
import { bugText } from '../bug-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { OpenTarget } from '../open-target.ts';
import type { Surroundings } from '../surroundings.ts';
import type { PeerGroups } from '../targets/read-peer-groups.ts';
import type { ProgressDisplay } from './progress-display.ts';
import { jsonLine } from '../../report/json-text.ts';
import { ApplyReport } from './apply-report.ts';
import { Ending } from './ending.ts';
import { beginningJson, eventJson, type EventLine } from './event-json.ts';
import type { StopSignal } from './interrupts.ts';
import { Journal } from './journal.ts';
import type { NextCommands } from './next-commands.ts';
import { openRecords, type Records } from './records.ts';
import { now, thisProcess } from './this-process.ts';

export interface RunPlanOptions {
  /** Calls in flight. */
  readonly parallelism: number;
  readonly waits: WaitOptions;
  /** The groups of other targets that the plan names. */
  readonly peerGroups: PeerGroups | undefined;
  /** Events as lines of JSON, instead of text. */
  readonly json: boolean;
  /** Whether to keep the plan, its way back and the journal. */
  readonly keepsRecords: boolean;
  /** Another place for the journal. */
  readonly journal: string | undefined;
  readonly workspaceFolder: string;
  readonly commands: NextCommands;
  /** The live list, which knows this plan; undefined where none is drawn. */
  readonly display: ProgressDisplay | undefined;
  /** The file that the plan came from. */
  readonly planFile: string | undefined;
  readonly signal: () => StopSignal | undefined;
}

/** In seconds; undefined takes what the target needs. */
export interface WaitOptions {
  readonly settle?: number;
  readonly patience?: number;
}

export async function runPlan(
  plan: Plan,
  open: OpenTarget,
  options: RunPlanOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { send, callsSoFar, speedometer } = open;
  const { err } = surroundings;
  const opened = await openFiles(plan, options, surroundings);
  if (opened === undefined) return exitCodes.error;
  const { journal, records } = opened;
  const { commands } = options;
  const again = commands.again(options.planFile ?? relative(records?.plan, surroundings));
  const told = besides(surroundings, options);
  const report = new ApplyReport(plan, { again, commands, surroundings: told });
  const say = (line: EventLine) => {
    if (options.json) surroundings.out(jsonLine(line));
  };
  const ending = new Ending();
  const { display } = options;
  display?.begin(plan, speedometer);
  try {
    await journal?.begin();
    say(beginningJson(plan, now(), thisProcess()));
    const applyOptions = { ...applyTimes(open, options.waits), ...surroundings.pauses };
    const { parallelism, peerGroups } = options;
    const running = { ...applyOptions, parallelism, peerGroups, now: Date.now };
    for await (const event of apply(plan, send, running)) {
      ending.see(event);
      display?.see(plan, event);
      await journal?.add(event);
      say(eventJson(event, now(), plan));
      report.tell(event);
    }
  } catch (error) {
    // A bug of ours is no less one for that, but writes have happened, and the exit code says so.
    if (!ending.hasSent) throw error;
    err(bugText(error));
    return exitCodes.incomplete;
  } finally {
    await journal?.close();
  }
  if (ending.hasSent && records !== undefined && plan.undo !== undefined) {
    const file = path.relative(surroundings.folder, records.plan);
    err(`The way back: ${commands.back(file, plan.undo.hazards)}\n`);
  }
  err(callsSoFar());
  return ending.exitCode(options.signal());
}

/** What was written takes time to be seen, and on the cloud to reach the hosts. */
export function applyTimes(
  { isCloud, mayLag }: Pick<OpenTarget, 'isCloud' | 'mayLag'>,
  { settle = isCloud ? 10 : 0, patience = mayLag ? 300 : 0 }: WaitOptions,
) {
  return usualPatience({ patienceMs: patience * 1000, settleMs: settle * 1000 });
}

interface OpenFiles {
  readonly journal: Journal | undefined;
  readonly records: Records | undefined;
}

/** Before anything is written; undefined where that is not possible, which has then been said. */
async function openFiles(
  plan: Plan,
  { keepsRecords, journal, workspaceFolder }: RunPlanOptions,
  { folder, err }: Surroundings,
): Promise<OpenFiles | undefined> {
  try {
    const records = keepsRecords ? await openRecords(plan, workspaceFolder) : undefined;
    const file = journal === undefined ? records?.journal : path.resolve(folder, journal);
    if (file === undefined) return { journal: undefined, records };
    await mkdir(path.dirname(file), { recursive: true });
    const onFault = (why: string) => {
      err(`warning: the journal cannot be written any more: ${why}\n`);
    };
    return { journal: await Journal.open(file, plan, onFault), records };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    err(`error: the records of this apply could not be written: ${why}\n`);
    err('Nothing was written to the cloud. To apply without records: --no-records\n');
    return undefined;
  }
}

/** Where standard output is for lines of JSON, people still read on standard error what went wrong. */
function besides(surroundings: Surroundings, { json }: RunPlanOptions): Surroundings {
  return json ? { ...surroundings, out: () => undefined } : surroundings;
}

function relative(file: string | undefined, { folder }: Surroundings): string | undefined {
  return file === undefined ? undefined : path.relative(folder, file);
}
