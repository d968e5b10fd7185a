// What may have to be done after an apply, as commands that are ready to paste.
import { consentCodes, type Hazard } from '../../model/hazard.ts';
import { commandLine, type Place } from '../command-line.ts';
import { againCommand, type AgainOptions } from './again.ts';

export interface NextCommands {
  /** Goes on with the plan in this file; without one it plans anew. */
  readonly again: (planFile: string | undefined) => string;
  /** Takes it back, with consent to what that needs: it is not what the plan was consented to. */
  readonly back: (planFile: string, hazards: readonly Hazard[]) => string;
  readonly plan: () => string;
  readonly unhold: (group: string) => string;
}

/** `place` is that of the one target that the plan is for. */
export function nextCommands(options: AgainOptions, place: Place): NextCommands {
  return {
    again: (file) => againCommand('apply', file, options),
    back: (file, hazards) => {
      return againCommand('rollback', file, { ...options, allowHazards: consentCodes(hazards) });
    },
    plan: () => commandLine(['plan'], place),
    unhold: (group) => commandLine(['unhold', group], place),
  };
}
