// The flags of sluice emulator.
import { InvalidArgumentError, type Command } from 'commander';
import type { EmulatorCommandOptions } from '../commands/emulator.ts';
import { collect, examples, quiet, type Finish } from './base.ts';

export function defineEmulator(program: Command, finish: Finish): void {
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
      const { emulatorCommand } = await import('../commands/emulator.ts');
      finish(await emulatorCommand(options));
    });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65535) return port;
  throw new InvalidArgumentError('expected a port such as 8080, or 0 for a free one');
}

function parseAccount(text: string): string {
  if (/^\d{1,20}$/.test(text)) return text;
  throw new InvalidArgumentError('expected the number of an account, such as 1000000000000001');
}

const emulatorExamples = [
  'sluice emulator --port 8080 --state emulator.json',
  'SLUICE_ENDPOINT=http://127.0.0.1:8080 sluice plan',
  'sluice emulator --port 8443 --tls ca.pem --seed examples/emulator-seed.yaml',
  'sluice emulator --quota rulesPerGroupMax=200 --switch batches=inOrder',
  'sluice emulator --fault-seed 7 --fault-rate 0.05 --rate-limit 100 --lag 2000',
];
