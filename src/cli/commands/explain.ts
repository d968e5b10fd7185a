// sluice explain: whether traffic passes from one end to another, and by which rules. Exit 2 unless all
// of it does.
import type { Explanation, ExplanationSet } from '../../model/explanation.ts';
import { verdictOfAll } from '../../model/explanation.ts';
import type { StateKind } from '../../reach/ends/access-state.ts';
import type { AskedTraffic } from '../../reach/ends/asked-traffic.ts';
import { isOutside, resolveEnd, type EndFault } from '../../reach/ends/resolve-end.ts';
import { explain } from '../../reach/flow/explain.ts';
import { renderExplanation } from '../../report/explanation-text.ts';
import { jsonText } from '../../report/json-text.ts';
import { printable } from '../../report/printable.ts';
import { targetHeading } from '../../report/targets-text.ts';
import { accessStates, type TargetAccess } from '../access-states.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadWorkspace } from '../load-workspace.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';
import { toolVersion } from '../../api/tool-version.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';

export interface ExplainCommandOptions extends WorkspaceOptions {
  readonly from: string;
  readonly to: string;
  readonly port: AskedTraffic;
  readonly sourcePort?: string;
  readonly state?: StateKind;
  readonly json?: boolean;
}

export async function explainCommand(options: ExplainCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const { out, err, colours } = surroundings;
  const loaded = await loadWorkspace(options, surroundings);
  if (loaded === undefined) return exitCodes.invalid;
  // Whoever names an emulator or a snapshot asks about what is in it.
  const kind =
    options.state ?? ((options.emulator ?? options.live) === undefined ? 'desired' : 'live');
  const states = await accessStates(loaded, { kind, standIns: options }, surroundings);
  if (typeof states === 'number') return states;
  const explanations: Explanation[] = [];
  for (const one of states) {
    const explained = explainIn(one, options);
    if (!explained.ok) {
      sayFault(explained, { one, isOnly: states.length === 1, surroundings });
      return exitCodes.invalid;
    }
    explanations.push(explained.explanation);
  }
  if (options.json) {
    const set: ExplanationSet = { formatVersion: 1, toolVersion: toolVersion(), explanations };
    out(jsonText(set));
  } else {
    for (const [index, explanation] of explanations.entries()) {
      if (states.length > 1) {
        out(`${index === 0 ? '' : '\n'}${targetHeading(explanation.target, colours)}`);
      }
      out(renderExplanation(explanation, colours));
    }
  }
  if (explanations.length === 0) err('There is no target.\n');
  const verdict = verdictOfAll(explanations.map((explanation) => explanation.verdict));
  return verdict === 'allowed' ? exitCodes.success : exitCodes.denied;
}

type Explained =
  | { readonly ok: true; readonly explanation: Explanation }
  | { readonly ok: false; readonly flag: '--from' | '--to'; readonly fault: EndFault };

function explainIn(
  { target, state }: TargetAccess,
  { from: source, to: destination, port, sourcePort }: ExplainCommandOptions,
): Explained {
  const [from, to] = [resolveEnd(source, state), resolveEnd(destination, state)];
  if (!from.ok) return { ok: false, flag: '--from', fault: from.fault };
  if (!to.ok) return { ok: false, flag: '--to', fault: to.fault };
  if (isOutside(from.end) && isOutside(to.end)) {
    const [group = 'web'] = state.groups.keys();
    const message = 'neither end is a group, an instance or an interface, so no rule decides';
    return { ok: false, flag: '--to', fault: { message, example: group } };
  }
  const traffic = { ...port, ...(sourcePort === undefined ? {} : { sourcePorts: [sourcePort] }) };
  const question = { target, from: from.end, to: to.end, traffic };
  return { ok: true, explanation: explain(question, state) };
}

function sayFault(
  { flag, fault: { message, example } }: Extract<Explained, { ok: false }>,
  {
    one: { target },
    isOnly,
    surroundings: { err },
  }: { readonly one: TargetAccess; readonly isOnly: boolean; readonly surroundings: Surroundings },
): void {
  const where = isOnly ? '' : ` in target ${target}`;
  err(`error: ${flag}${where}: ${printable(message)}\n`);
  err(`    right: ${example.startsWith('--') ? '' : `${flag} `}${printable(example)}\n`);
}
