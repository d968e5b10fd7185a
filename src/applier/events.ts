// What an apply tells whoever iterates over it. It prints, journals and decides nothing itself.
import type { GroupId, GroupName } from '../model/group-identity.ts';
import type { Step, StepId } from '../model/step.ts';
import type { ApiFailure } from '../cloud/transport.ts';

export type ApplyEvent =
  /** Nothing was written, and nothing will be. */
  | { readonly kind: 'refused'; readonly reason: RefusedReason }
  | { readonly kind: 'started'; readonly toRun: number; readonly alreadyTrue: number }
  /** The call is about to be sent. */
  | { readonly kind: 'sending'; readonly step: Step }
  | { readonly kind: 'done'; readonly step: Step; readonly outcome: DoneOutcome }
  | ({ readonly kind: 'failed'; readonly step: Step; readonly failure: ApiFailure } & Remains)
  | { readonly kind: 'readingBack'; readonly groups: number; readonly isEnd: boolean }
  | { readonly kind: 'verified'; readonly groups: number; readonly rules: number }
  /** Steps were answered with success and are still not, or not wholly, to be seen. */
  | ({
      readonly kind: 'unverified';
      readonly groups: readonly GroupName[];
      /** Why they could not be read; undefined where they could and differ. */
      readonly failure: ApiFailure | undefined;
    } & Remains);

export type DoneOutcome =
  | { readonly kind: 'answered'; readonly attempts: number }
  /** The reply was a failure, and reading showed that the step has had its effect all the same. */
  | { readonly kind: 'seen'; readonly failure: ApiFailure };

export interface Remains {
  readonly doneSteps: readonly StepId[];
  readonly leftSteps: readonly StepId[];
}

export type RefusedReason =
  | { readonly kind: 'wrongAccount'; readonly expected: string; readonly found: string }
  | { readonly kind: 'unreadable'; readonly failure: ApiFailure; readonly during: string }
  | { readonly kind: 'stale'; readonly groups: readonly StaleGroup[] }
  /** Live rules that are to be changed, and that the cloud lists without their ids. */
  | { readonly kind: 'withoutRuleIds'; readonly groups: readonly GroupName[] };

export interface StaleGroup {
  readonly group: GroupName;
  readonly id: GroupId | undefined;
  /** `interfaces`: it sits on interfaces together with other groups than it did. */
  readonly why: 'changed' | 'gone' | 'appeared' | 'contested' | 'interfaces';
}
