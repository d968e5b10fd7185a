// The flags of sluice explain.
import { InvalidArgumentError, type Command } from 'commander';
import type { ExplainCommandOptions } from '../commands/explain.ts';
import { parsePortRange } from '../../model/ports.ts';
import { parseProtocol } from '../../model/traffic.ts';
import { parseAskedTraffic, type AskedTraffic } from '../../reach/ends/asked-traffic.ts';
import { examples, stateCommand, type Finish } from './base.ts';

export function defineExplain(program: Command, finish: Finish): void {
  stateCommand(
    program,
    'explain',
    'say whether traffic passes, by which rule, and what would change it',
  )
    .requiredOption('--from <end>', `where it comes from: ${ends}`)
    .requiredOption('--to <end>', 'where it goes, likewise; one end at least is ours')
    .requiredOption('--port <protocol/ports>', 'such as tcp/443, icmp or protocol:50', parseTraffic)
    .option('--source-port <ports>', 'only from these ports (default: from any)', parsePorts)
    .option('--json', 'print it as JSON (schemas/explanation.schema.json)')
    .addHelpText('after', `\n${explainHelp}${examples(explainExamples)}`)
    .action(async (options: ExplainCommandOptions) => {
      const { explainCommand } = await import('../commands/explain.ts');
      finish(await explainCommand(options));
    });
}

function parseTraffic(text: string): AskedTraffic {
  const traffic = parseAskedTraffic(text);
  if (traffic !== undefined) return traffic;
  const right = [
    ...(parsePortRange(text) === undefined ? [] : [`tcp/${text} or udp/${text} for the port`]),
    ...(parseProtocol(text) === undefined ? [] : [`protocol:${text} for the protocol`]),
  ];
  throw new InvalidArgumentError(
    right.length > 0
      ? `expected ${right.join(', or ')}`
      : 'expected a protocol, with ports for tcp and udp, such as tcp/443, udp/8000-8999, icmp or all',
  );
}

function parsePorts(text: string): string {
  if (parsePortRange(text) !== undefined) return text;
  throw new InvalidArgumentError('expected ports such as 1024-65535');
}

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
