// What the runners of GitHub and of Azure Pipelines take for commands in what a step prints, in both of
// the ways in which they are written: `::name …::text` at the beginning of a line, and `##[name …]text`
// anywhere in it.

const names = [
  ...[
    'add-mask',
    'add-matcher',
    'add-path',
    'debug',
    'echo',
    'endgroup',
    'error',
    'group',
    'notice',
  ],
  ...[
    'remove-matcher',
    'save-state',
    'set-env',
    'set-output',
    'stop-commands',
    'warning',
    'command',
  ],
];

/** Line ends are those of every system. */
export function commandsIn(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/).filter((line) => isCommand(line));
}

function isCommand(line: string): boolean {
  const start = line.trimStart();
  const end = start.indexOf('::', 2);
  if (start.startsWith('::') && end > 0) {
    const [name = ''] = start.slice(2, end).split(' ');
    if (names.includes(name.toLowerCase())) return true;
  }
  return /##\[[^\]]*\]/.test(line) || /##vso\[[^\]]*\]/i.test(line);
}
