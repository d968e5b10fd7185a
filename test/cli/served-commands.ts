// Processes that each run one command at a time, begun when all the others are at work.
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Ran } from './sluice.ts';

export interface AskedCommand {
  readonly folder: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const script = fileURLToPath(new URL('./served-command.js', import.meta.url));

const idle: ChildProcess[] = [];

/** Rejects where the process ends on the way, which no command may make it do. */
export async function serve(command: AskedCommand): Promise<Ran> {
  const child = idle.pop() ?? begin();
  child.ref();
  child.channel?.ref();
  const ran = await new Promise<Ran>((resolve, reject) => {
    const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
      const ending = `exit code ${String(code)}, ${String(signal)}`;
      reject(new Error(`sluice ${command.args.join(' ')} ended its process: ${ending}`));
    };
    child.once('exit', onExit);
    child.once('message', (answer) => {
      child.off('exit', onExit);
      resolve(answer as Ran);
    });
    child.send(command);
  });
  // It ends with this process.
  child.unref();
  child.channel?.unref();
  idle.push(child);
  return ran;
}

function begin(): ChildProcess {
  return fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
}
