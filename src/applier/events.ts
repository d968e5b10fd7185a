// What an apply tells whoever iterates over it. It prints, journals and decides nothing itself.
import type { ClientToken } from '../model/client-token.ts';
import type { Difference } from '../model/differences.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import type { NamedId } from '../model/named-id.ts';
import type { Step, StepId } from '../model/step.ts';
import type { HeldGroup } from './held.ts';
import type { ApiCall, ApiFailure } from '../cloud/transport.ts';

export type ApplyEvent =
  /** Nothing was written, and nothing will be. */
  | { readonly kind: 'refused'; readonly reason: RefusedReason }
  | { readonly kind: 'started'; readonly toRun: number; readonly alreadyTrue: number }
  /**
   * The call is about to be sent. It may be another one than the step's: a group that was made is asked
   * for, and mended, by writing the tags that it was made with once more.
   */
  | { readonly kind: 'sending'; readonly step: Step; readonly sent: SentCall }
  /** What came back, where that does not end the step: a failure, which reading judges now, or tags. */
  | {
      readonly kind: 'replied';
      readonly step: Step;
      readonly action: string;
      readonly attempts: number;
      /** Undefined where it was a success. */
      readonly failure: ApiFailure | undefined;
    }
  | { readonly kind: 'done'; readonly step: Step; readonly outcome: DoneOutcome }
  /** The step is sent once more, as another call than before. */
  | { readonly kind: 'again'; readonly step: Step; readonly why: AgainReason }
  | { readonly kind: 'readingBack'; readonly groups: number; readonly isEnd: boolean }
  /** Reads do not show yet what was written. */
  | { readonly kind: 'waiting'; readonly groups: readonly GroupName[]; readonly waitedMs: number }
  | { readonly kind: 'settling'; readonly forMs: number }
  | { readonly kind: 'verified'; readonly groups: number; readonly rules: number }
  | ({
      readonly kind: 'failed';
      readonly step: Step;
      readonly failure: ApiFailure;
      /** Of steps that were in flight beside it. */
      readonly others: readonly FailedStep[];
    } & Remains)
  /** Steps were answered with success and are still not, or not wholly, to be seen. */
  | ({
      readonly kind: 'unverified';
      readonly groups: readonly UnverifiedGroup[];
      /** Why they could not be read; undefined where they could and differ. */
      readonly failure: ApiFailure | undefined;
    } & Remains)
  /** Somebody asks, since after the apply began, that groups be left alone which have steps left. */
  | ({ readonly kind: 'held'; readonly groups: readonly HeldGroup[] } & Remains)
  /** Somebody asked to stop: the calls in flight were finished, and no other was begun. */
  | ({
      readonly kind: 'interrupted';
      /** Calls in flight that ended without an answer that counts, and are not sent again. */
      readonly unanswered: readonly FailedStep[];
    } & Remains);

export interface FailedStep {
  readonly step: Step;
  readonly failure: ApiFailure;
}

/** What goes out: whose journal this is needs no secrets to say it. */
export interface SentCall {
  readonly call: ApiCall;
  readonly token: ClientToken | undefined;
  readonly epoch: number;
  readonly groupId: GroupId | undefined;
}

export type DoneOutcome =
  | { readonly kind: 'answered'; readonly attempts: number; readonly requestId: string }
  /** The reply was a failure, and reading showed that the step has had its effect all the same. */
  | { readonly kind: 'seen'; readonly failure: ApiFailure };

/**
 * `replayed`: it was answered with success and had no effect. `tokenUsed`: its token was used for
 * another call. `inPart`: only part of it took effect. `otherIds`: what it named is called otherwise by
 * now.  `tagsLost`: the group that it made lacks its tags. `noEffect`: it failed for now, and reads show
 * that it had no effect.
 */
export type AgainReason =
  'replayed' | 'tokenUsed' | 'inPart' | 'otherIds' | 'tagsLost' | 'noEffect';

export interface UnverifiedGroup {
  readonly group: GroupName;
  readonly id: GroupId | undefined;
  /** `unseen`: as before some of its steps; `changed`: as the plan does not know it. */
  readonly why: 'unseen' | 'changed' | 'unread';
  readonly differences: readonly Difference[];
  /** Lists that rules here name, and that hold other entries than when the plan was made. */
  readonly lists?: readonly ChangedList[];
}

/** Without entries: it may not be read, or is gone. */
export interface ChangedList {
  readonly id: string;
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
}

/** Without `now`: it is nobody's any more, several's, or nobody may know. */
export interface ChangedName {
  readonly kind: NamedId['kind'];
  readonly name: string;
  /** Of a group, where it is. */
  readonly target?: string;
  readonly was: string;
  readonly now?: string;
}

export interface Remains {
  /** Answered with success, or seen. */
  readonly doneSteps: readonly StepId[];
  readonly leftSteps: readonly StepId[];
}

export type RefusedReason =
  | { readonly kind: 'wrongAccount'; readonly expected: string; readonly found: string }
  | { readonly kind: 'unreadable'; readonly failure: ApiFailure; readonly during: string }
  | { readonly kind: 'stale'; readonly groups: readonly StaleGroup[] }
  /** Live rules that are to be changed, and that the cloud lists without their ids. */
  | { readonly kind: 'withoutRuleIds'; readonly groups: readonly GroupName[] }
  /** Somebody asks that these be left alone, since after the plan was made. */
  | { readonly kind: 'held'; readonly groups: readonly HeldGroup[] }
  /** Somebody asked to stop before anything was written. */
  | { readonly kind: 'interrupted' };

export interface StaleGroup {
  readonly group: GroupName;
  readonly id: GroupId | undefined;
  /** `interfaces`: it sits on interfaces together with other groups than it did. `lists`, `names`: see there. */
  readonly why: 'changed' | 'gone' | 'appeared' | 'contested' | 'interfaces' | 'lists' | 'names';
  /** What is different from where the plan began; empty where the plan does not say how that was. */
  readonly differences: readonly Difference[];
  /** Lists that rules here name, and that hold other entries than when the plan was made. */
  readonly lists?: readonly ChangedList[];
  /** Names that rules here say, and that mean something else than when the plan was made. */
  readonly names?: readonly ChangedName[];
}
