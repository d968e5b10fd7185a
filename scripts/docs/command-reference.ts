// The definitions of the commands, as `--help` shows them → docs/commands.md.
import type { Command, Option } from 'commander';

export function commandReference(program: Command): string {
  const commands = program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== 'help');
  const contents = commands.map((command) => {
    const name = `sluice ${command.name()}`;
    return `- [\`${name}\`](#${name.replace(' ', '-')}): ${escaped(command.description())}\n`;
  });
  return [
    '# Commands\n',
    'What `sluice COMMAND --help` says, in one place. This page is made by `npm run docs` from the same definitions.\n',
    contents.join(''),
    ...textsAfter(program)
      .filter((text) => text.startsWith('Exit codes'))
      .map((text) => fenced(text)),
    ...commands.map(section),
  ].join('\n');
}

function section(command: Command): string {
  const options = command.createHelp().visibleOptions(command);
  const [text = '', examples = ''] = textsAfter(command)
    .join('\n\n')
    .split(/(?:^|\n)Examples:\n/);
  return [
    `## sluice ${command.name()}\n`,
    `${escaped(command.description())}\n`,
    fenced(`sluice ${command.name()} ${command.usage()}`),
    ...command.registeredArguments.map((argument) => {
      const shape = argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
      return `- \`${shape}\`: ${escaped(argument.description)}${choicesText(argument.argChoices)}\n`;
    }),
    ['| flag | what it does |', '| --- | --- |', ...options.map(row)].join('\n'),
    '',
    ...(text.trim() === '' ? [] : [fenced(text.trim())]),
    fenced(examples.trim().replace(/^ *\$ /gm, ''), 'sh'),
  ].join('\n');
}

function row(option: Option): string {
  const { flags, description, argChoices, envVar } = option;
  const environment = envVar === undefined ? '' : ` (or \`${envVar}\`)`;
  const text = `${escaped(description)}${choicesText(argChoices)}${defaultText(option)}${environment}`;
  return `| \`${flags.replace(/\|/g, String.raw`\|`)}\` | ${text} |`;
}

function choicesText(choices: readonly string[] | undefined): string {
  return choices === undefined ? '' : `: ${choices.map((one) => `\`${one}\``).join(', ')}`;
}

/** As help says it: nothing where it is plain. */
function defaultText({ defaultValue, defaultValueDescription, negate }: Option): string {
  const value = (defaultValueDescription ?? defaultValue) as
    string | number | readonly string[] | undefined;
  const isPlain = negate || value === undefined || (Array.isArray(value) && value.length === 0);
  return isPlain ? '' : ` (default: ${escaped(String(value))})`;
}

/** What help says behind the options. */
function textsAfter(command: Command): readonly string[] {
  const written: string[] = [];
  command.configureOutput({ writeOut: (text) => written.push(text), getOutHasColors: () => false });
  command.outputHelp();
  return written.slice(1).flatMap((text) => text.trim().split(/\n{2,}(?=Exit codes)/));
}

function fenced(text: string, language = 'text'): string {
  return `\`\`\`${language}\n${text}\n\`\`\`\n`;
}

function escaped(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts
    .map((part) => (part.startsWith('`') ? part : part.replace(/[*<[|]/g, String.raw`\$&`)))
    .join('');
}
