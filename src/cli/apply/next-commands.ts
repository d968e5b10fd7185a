// What may have to be done after an apply, as commands that are ready to paste.
import { consentCodes, type Hazard } from '../../model/hazard.ts';
import { commandLine, type Place } from '../command-line.ts';
import { againCommand, type AgainOptions } from './again.ts';

export interface NextCommands {
  /** Goes on with the plan in this file; without one it plans anew, which a rollback does too. */
  readonly again: (planFile: string | undefined) => string;
  /** Takes it back, with consent to what that needs: it is not what the plan was consented to. */
  readonly back: (planFile: string, hazards: readonly Hazard[]) => string;
  readonly plan: () => string;
  readonly unhold: (group: string) => string;
}

/**
 * `place` is that of the one target that the plan is for; `takesBack` is the file of the plan that a rollback
 * takes back.
 */
export function nextCommands(
  options: AgainOptions,
  { place, takesBack }: { readonly place: Place; readonly takesBack: string | undefined },
): NextCommands {
  return {
    again: (file) =>
      file === undefined && takesBack !== undefined
        ? againCommand('rollback', takesBack, options)
        : againCommand('apply', file, options),
    back: (file, hazards) => {
      // Approved was the way there, and the journal is of it.
      const back = { ...options, allowHazards: consentCodes(hazards) };
      delete back.autoApprove;
      delete back.journal;
      return againCommand('rollback', file, back);
    },
    plan: () => commandLine(['plan'], place),
    unhold: (group) => commandLine(['unhold', group], place),
  };
}
