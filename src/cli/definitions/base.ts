// What definitions of commands have in common: flags, help and how lists are given.
import { Option, type Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';

/** Takes the exit code that a command ends with. */
export type Finish = (code: ExitCode) => void;

export function workspaceCommand(program: Command, name: string, description: string): Command {
  return quiet(program.command(name).description(description))
    .option('--workspace <file>', 'the workspace (default: the nearest sluice.yaml upwards)')
    .option('--target <globs>', 'only targets like A,B*; may be given again', collectList)
    .option('--no-color', 'print without colour');
}

export function cloudCommand(program: Command, name: string, description: string): Command {
  return workspaceCommand(program, name, description).option(
    '--emulator <state>',
    'run against an emulator inside this process, with its state in this file',
  );
}

/** What all commands take that look at who can reach whom. */
export function stateCommand(program: Command, name: string, description: string): Command {
  const states = ['desired', 'live', 'planned'];
  const command = cloudCommand(program, name, description).addOption(liveOption());
  return command.addOption(
    new Option('--state <state>', 'the groups as written, as the cloud has them, or after a plan')
      .choices(states)
      .default(undefined, 'desired, which asks no cloud; with --emulator live'),
  );
}

export function quiet(command: Command): Command {
  return command.exitOverride().showHelpAfterError('(add --help for what there is)');
}

export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

export function collectList(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((part) => part.trim())];
}

export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}\n`).join('')}`;
}

/** Of commands that read the cloud and write nothing. */
export function liveOption(): Option {
  return new Option('--live <file>', 'read this snapshot (sluice snapshot) instead of the cloud');
}
