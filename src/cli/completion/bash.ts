// The words of the command line → a completion script for bash, from 3.2 on.
import { unreachable } from '../../model/unreachable.ts';
import type { CommandWords, FlagWords, ProgramWords, Value } from './words.ts';

export function renderBash({ flags, commands }: ProgramWords): string {
  const first = [...commands.map(({ name }) => name), ...flags.flatMap(({ names }) => names)];
  return `# Completion of sluice for bash; \`sluice completion bash\` prints it.
_sluice_words() { COMPREPLY=( $(compgen -W "$1" -- "$cur") ); }
_sluice_names() { _sluice_words "$(sluice complete "$1" 2>/dev/null)"; }
_sluice_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=( $(compgen -"$1" -- "$cur") )
}
_sluice() {
  local cur=\${COMP_WORDS[COMP_CWORD]} flag=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  # For bash, = is a word of its own.
  if [[ $cur == = ]]; then
    cur=; flag=$flag=
  elif [[ $flag == = ]]; then
    flag=\${COMP_WORDS[COMP_CWORD-2]}=
  fi
  if (( COMP_CWORD == 1 )); then
    _sluice_words '${first.join(' ')}'
    return
  fi
  case \${COMP_WORDS[1]} in
${commands.map(commandCase).join('')}  esac
}
complete -F _sluice sluice
`;
}

function commandCase({ name, flags, argument }: CommandWords): string {
  const anyFlag = `_sluice_words '${flags.flatMap(({ names }) => names).join(' ')}'`;
  const usual =
    argument === undefined
      ? `*) ${anyFlag} ;;`
      : `*) if [[ $cur == -* ]]; then ${anyFlag}; else ${completed(argument)}; fi ;;`;
  return `    ${name})
      case $flag in
${flags.map(flagCase).join('')}        ${usual}
      esac ;;
`;
}

function flagCase({ names, value }: FlagWords): string {
  if (value === undefined) return '';
  const whole = names.map((name) => (value.isOptional ? `${name}=` : `${name}|${name}=`));
  return `        ${whole.join('|')}) ${completed(value)} ;;\n`;
}

function completed(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return `_sluice_words '${value.choices.join(' ')}'`;
    case 'file':
      return '_sluice_files f';
    case 'folder':
      return '_sluice_files d';
    case 'names':
      return `_sluice_names ${value.of}`;
    case 'text':
      return ':';
    default:
      return unreachable(value);
  }
}
