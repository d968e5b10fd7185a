// The flags of sluice graph.
import { Option, type Command } from 'commander';
import type { GraphCommandOptions } from '../commands/graph.ts';
import { examples, stateCommand, type Finish } from './base.ts';

export function defineGraph(program: Command, finish: Finish): void {
  stateCommand(program, 'graph', 'draw who may reach whom, each group alone on an interface')
    .addOption(
      new Option('--format <format>', 'what to draw it in')
        .choices(['mermaid', 'dot'])
        .default('mermaid'),
    )
    .addHelpText('after', `\n${graphHelp}${examples(graphExamples)}`)
    .action(async (options: GraphCommandOptions) => {
      const { graphCommand } = await import('../commands/graph.ts');
      finish(await graphCommand(options));
    });
}

const graphHelp = `Edges are what the ingress of a group lets in, after drops. A dashed one does not get
that far: the sender's own egress drops it.
`;

const graphExamples = [
  'sluice graph > access.mmd',
  'sluice graph --format dot --state live | dot -Tsvg > access.svg',
];
