// The words of the command line → a completion script for fish.
import { unreachable } from '../../model/unreachable.ts';
import type { CommandWords, FlagWords, ProgramWords, Value } from './words.ts';

export function renderFish({ flags, commands }: ProgramWords): string {
  const isFirst = "-n 'not __sluice_command'";
  const lines = [
    '# Completion of sluice for fish; `sluice completion fish` prints it.',
    'function __sluice_command',
    '    set -l words (commandline -opc)',
    '    set -q words[2]; and begin; not set -q argv[1]; or test "$words[2]" = "$argv[1]"; end',
    'end',
    'complete -c sluice -e',
    'complete -c sluice -f',
    ...flags.map((flag) => `complete -c sluice ${isFirst} ${flagWords(flag)}`),
    ...commands.map(
      ({ name, description }) =>
        `complete -c sluice ${isFirst} -a ${name} -d ${quoted(description)}`,
    ),
    ...commands.flatMap(commandLines),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function commandLines({ name, flags, argument }: CommandWords): readonly string[] {
  const within = `complete -c sluice -n '__sluice_command ${name}'`;
  return [
    ...flags.map((flag) => `${within} ${flagWords(flag)}`),
    ...(argument === undefined || argument.kind === 'text'
      ? []
      : [`${within} ${values(argument)}`]),
  ];
}

function flagWords({ names, description, value }: FlagWords): string {
  const words = names.map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  const given = value === undefined ? [] : [...(value.isOptional ? [] : ['-r']), values(value)];
  return [...words, ...given, `-d ${quoted(description)}`].filter((word) => word !== '').join(' ');
}

function values(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return `-f -a ${quoted(value.choices.join(' '))}`;
    case 'file':
      return '-F';
    case 'folder':
      return "-f -a '(__fish_complete_directories)'";
    case 'names':
      return `-f -a '(sluice complete ${value.of} 2>/dev/null)'`;
    case 'text':
      return '-f';
    default:
      return unreachable(value);
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, String.raw`\$&`)}'`;
}
