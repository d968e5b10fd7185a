// The argument of sluice completion, and the hidden command that its scripts call.
import { Argument, type Command } from 'commander';
import { workspaceNames, type WorkspaceNames } from '../completion/words.ts';
import { exitCodes } from '../exit-codes.ts';
import { examples, quiet, type Finish } from './base.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

export function defineCompletion(program: Command, finish: Finish): void {
  quiet(program.command('completion').description('print what a shell needs to complete commands'))
    .addArgument(new Argument('<shell>', 'whose script').choices(shells))
    .addHelpText('after', `\n${help}${examples(completionExamples)}`)
    .action(async (shell: Shell) => {
      const { completionCommand } = await import('../commands/completion.ts');
      completionCommand(shell, program);
      finish(exitCodes.success);
    });
  quiet(program.command('complete', { hidden: true }))
    .addArgument(new Argument('<names>').choices(workspaceNames))
    .action(async (names: WorkspaceNames) => {
      const { completeCommand } = await import('../commands/completion.ts');
      await completeCommand(names);
      finish(exitCodes.success);
    });
}

const help = `Commands, flags, their choices, files, and the targets and groups of the nearest workspace are
completed. To have it in each new shell, put the line of your shell into the file that it reads first.
`;

const completionExamples = [
  'sluice completion bash > /etc/bash_completion.d/sluice   # or: eval "$(sluice completion bash)"',
  'sluice completion zsh > "${fpath[1]}/_sluice"            # after compinit: source it',
  'sluice completion fish > ~/.config/fish/completions/sluice.fish',
];
