// What can be typed after `sluice`, read off the definitions of the commands, for scripts of shells.
import type { Argument, Command, Option } from 'commander';
import { risks } from '../../model/access.ts';
import { askedParts, optionalParts } from '../../cloud/ram-actions.ts';
import { assert } from '../../model/assert.ts';
import { hazardCodes } from '../../model/hazard.ts';

export type Value =
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'file' | 'folder' }
  /** Names of the workspace, which `sluice complete` prints. */
  | { readonly kind: 'names'; readonly of: WorkspaceNames }
  /** Anything: nobody can say what. */
  | { readonly kind: 'text' };

export const workspaceNames = ['targets', 'groups'] as const;
export type WorkspaceNames = (typeof workspaceNames)[number];

export interface FlagWords {
  /** As in `-h` and `--help`; one at least. */
  readonly names: readonly string[];
  readonly description: string;
  readonly value:
    | (Value & {
        /** What help calls it. */
        readonly placeholder: string;
        /** Whether it may be left out: then it follows `=` in the same word. */
        readonly isOptional: boolean;
      })
    | undefined;
}

export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly FlagWords[];
  /** The argument that stands alone; none of the commands takes two. */
  readonly argument: (Value & { readonly placeholder: string }) | undefined;
}

/** The program itself, which takes the name of a command, and then its commands. */
export interface ProgramWords {
  readonly flags: readonly FlagWords[];
  readonly commands: readonly CommandWords[];
}

export function wordsOf(program: Command): ProgramWords {
  const commands = program.createHelp().visibleCommands(program).map(commandWords);
  return {
    flags: flagsOf(program),
    commands: commands.map((command) => withHelp(command, commands)),
  };
}

/** `help` takes the name of another command. */
function withHelp(command: CommandWords, all: readonly CommandWords[]): CommandWords {
  if (command.name !== 'help') return command;
  const choices = all.map(({ name }) => name).filter((name) => name !== 'help');
  return { ...command, argument: { kind: 'choices', choices, placeholder: 'command' } };
}

function commandWords(command: Command): CommandWords {
  const [first, ...others] = command.registeredArguments;
  assert(others.length === 0, `${command.name()} takes several arguments`);
  assert(command.commands.length === 0, `${command.name()} has commands of its own`);
  return {
    name: command.name(),
    description: command.description(),
    flags: flagsOf(command),
    argument: first && { ...argumentValue(first), placeholder: first.name() },
  };
}

function flagsOf(command: Command): readonly FlagWords[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({
      names: [option.short, option.long].filter((name) => name !== undefined),
      description: option.description,
      value: flagValue(option),
    }));
}

function flagValue(option: Option): FlagWords['value'] {
  if (!option.required && !option.optional) return undefined;
  const [, placeholder = 'value'] = /[<[]([^\]>]+)[\]>]/.exec(option.flags) ?? [];
  const choices = option.argChoices ?? listed[option.long ?? ''];
  const value = choices === undefined ? valueOf(option, placeholder) : asChoices(choices);
  return { ...value, placeholder, isOptional: option.optional };
}

function valueOf({ long }: Option, placeholder: string): Value {
  const of = namesAfter[long ?? ''];
  return of === undefined ? valueNamed(placeholder) : { kind: 'names', of };
}

/** Flags whose globs are most often a whole name. */
const namesAfter: Readonly<Record<string, (typeof workspaceNames)[number]>> = {
  '--target': 'targets',
  '--group': 'groups',
};

/** Flags that check their value themselves, and say no choices of it. */
const listed: Readonly<Record<string, readonly string[]>> = {
  '--allow-hazards': hazardCodes,
  '--auto-approve': risks,
  '--without': optionalParts,
  '--with': askedParts,
};

function argumentValue(argument: Argument): Value {
  const { argChoices } = argument;
  return argChoices === undefined ? valueNamed(argument.name()) : asChoices(argChoices);
}

function asChoices(choices: readonly string[]): Value {
  return { kind: 'choices', choices };
}

/** By what help calls it. */
function valueNamed(placeholder: string): Value {
  switch (placeholder) {
    case 'file':
    case 'ca-file':
    case 'plan':
    case 'state':
      return { kind: 'file' };
    case 'folder':
      return { kind: 'folder' };
    case 'group':
      return { kind: 'names', of: 'groups' };
    default:
      return { kind: 'text' };
  }
}
