// sluice graph: who may reach whom, as a drawing in Mermaid or DOT.
import { accessGraph } from '../../reach/graph/access-graph.ts';
import type { StateKind } from '../../reach/ends/access-state.ts';
import { renderDot, renderMermaid } from '../../report/graph-text.ts';
import { accessStates } from '../access-states.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadWorkspace } from '../load-workspace.ts';
import { processSurroundings } from '../surroundings.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';

export interface GraphCommandOptions extends WorkspaceOptions {
  readonly format: 'mermaid' | 'dot';
  readonly state?: StateKind;
}

export async function graphCommand(options: GraphCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const { out, err } = surroundings;
  const loaded = await loadWorkspace(options, surroundings);
  if (loaded === undefined) return exitCodes.invalid;
  const names = loaded.states.map(({ target }) => target.name);
  if (names.length > 1) {
    err(`error: a graph is of one target; there are ${names.join(', ')}\n`);
    err(`    right: --target ${names[0] ?? ''}\n`);
    return exitCodes.invalid;
  }
  const { format } = options;
  const kind =
    options.state ?? ((options.emulator ?? options.live) === undefined ? 'desired' : 'live');
  const states = await accessStates(loaded, { kind, standIns: options }, surroundings);
  if (typeof states === 'number') return states;
  for (const { state } of states) {
    out((format === 'dot' ? renderDot : renderMermaid)(accessGraph(state)));
  }
  return exitCodes.success;
}
