// sluice unhold: takes a hold off a group, so that the next plan mends it again.
import { untagGroup } from '../../cloud/requests.ts';
import { holdOf, holdReasonTag, holdUntilTag, type Hold } from '../../model/hold.ts';
import { changeHold } from '../hold/change-hold.ts';
import type { ExitCode } from '../exit-codes.ts';
import { processSurroundings } from '../surroundings.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';

export async function unholdCommand(name: string, options: WorkspaceOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const nowMs = Date.now();
  return await changeHold(name, options, surroundings, ({ id, tags }) => {
    const hold = holdOf(tags, nowMs);
    return {
      call: hold.kind === 'none' ? undefined : untagGroup(id, [holdUntilTag, holdReasonTag]),
      isSeen: (seen) => holdOf(seen, nowMs).kind === 'none',
      text: `${name} (${id}) ${outcome(hold)}`,
    };
  });
}

function outcome(hold: Hold): string {
  switch (hold.kind) {
    case 'none':
      return 'is not held; nothing was written.';
    case 'expired':
      return `is not held any more; its hold was over at ${hold.until}.`;
    case 'held':
      return `is not held any more; it was until ${hold.until}: ${JSON.stringify(hold.reason)}.`;
    case 'malformed':
      return `is not held any more; it was until ${JSON.stringify(hold.until)}, which is no time.`;
  }
}
