// sluice completion: a script for a shell; sluice complete: the names that such a script asks for.
import type { Command } from 'commander';
import { unreachable } from '../../model/unreachable.ts';
import { renderBash } from '../completion/bash.ts';
import { renderFish } from '../completion/fish.ts';
import { wordsOf, type WorkspaceNames } from '../completion/words.ts';
import { renderZsh } from '../completion/zsh.ts';
import type { Shell } from '../definitions/completion.ts';
import { loadWorkspace } from '../load-workspace.ts';
import { processSurroundings } from '../surroundings.ts';

export function completionCommand(shell: Shell, program: Command): void {
  processSurroundings({ wantsColour: false }).out(scriptFor(shell, program));
}

function scriptFor(shell: Shell, program: Command): string {
  const words = wordsOf(program);
  switch (shell) {
    case 'bash':
      return renderBash(words);
    case 'zsh':
      return renderZsh(words);
    case 'fish':
      return renderFish(words);
    default:
      return unreachable(shell);
  }
}

/** Of the nearest workspace; names hold nothing that a shell would take apart. Says nothing of what is wrong: somebody is typing. */
export async function completeCommand(of: WorkspaceNames): Promise<void> {
  const surroundings = processSurroundings({ wantsColour: false });
  const loaded = await loadWorkspace({}, { ...surroundings, err: () => undefined });
  const states = loaded?.states ?? [];
  const names: readonly string[] =
    of === 'targets'
      ? states.map(({ target }) => target.name)
      : states.flatMap(({ groups }) => groups.map(({ name }) => name));
  const sorted = [...new Set(names)].toSorted();
  surroundings.out(sorted.map((name) => `${name}\n`).join(''));
}
