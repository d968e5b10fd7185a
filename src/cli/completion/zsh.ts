// The words of the command line → a completion script for zsh.
import { unreachable } from '../../model/unreachable.ts';
import type { CommandWords, FlagWords, ProgramWords, Value } from './words.ts';

export function renderZsh({ flags, commands }: ProgramWords): string {
  const described = commands.map(({ name, description }) =>
    quoted(`${name}:${description.replace(/:/g, String.raw`\:`)}`),
  );
  return `#compdef sluice
# Completion of sluice for zsh; \`sluice completion zsh\` prints it.
_sluice_names() {
  local -a names
  names=( \${(f)"$(sluice complete $1 2>/dev/null)"} )
  compadd -a names
}
_sluice() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands
  commands=(
${described.map((text) => `    ${text}\n`).join('')}  )
  _arguments -C${flags.map(flagSpecs).join('')} \\
    '1: :->command' '*:: :->arguments'
  case $state in
    command) _describe command commands ;;
    arguments)
      case $words[1] in
${commands.map(commandCase).join('')}      esac ;;
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _sluice "$@"; else compdef _sluice sluice; fi
`;
}

function commandCase({ name, flags, argument }: CommandWords): string {
  const alone =
    argument === undefined
      ? ''
      : ` \\\n            ${quoted(`:${argument.placeholder}:${action(argument)}`)}`;
  return `        ${name})
          _arguments${flags.map(flagSpecs).join('')}${alone} ;;
`;
}

/** Each with the description that help has; a flag may be given again. */
function flagSpecs({ names, description, value }: FlagWords): string {
  return names
    .map(
      (name) =>
        ` \\\n            ${quoted(`*${name}${valueMark(value)}${bracketed(description)}${valueSpec(value)}`)}`,
    )
    .join('');
}

/** \`=\` takes the next word or what follows an =, \`=-\` only the latter. */
function valueMark(value: FlagWords['value']): string {
  if (value === undefined) return '';
  return value.isOptional ? '=-' : '=';
}

function valueSpec(value: FlagWords['value']): string {
  if (value === undefined) return '';
  return `${value.isOptional ? '::' : ':'}${value.placeholder.replace(/:/g, String.raw`\:`)}:${action(value)}`;
}

function bracketed(text: string): string {
  return `[${text.replace(/[[\]:\\]/g, String.raw`\$&`)}]`;
}

function action(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return `(${value.choices.join(' ')})`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'names':
      return `{_sluice_names ${value.of}}`;
    case 'text':
      return ' ';
    default:
      return unreachable(value);
  }
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, String.raw`'\''`)}'`;
}
