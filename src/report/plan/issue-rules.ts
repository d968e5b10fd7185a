// What the codes of issues mean, and how grave each is for code scanning.
import type { IssueCode } from './issues.ts';

export interface IssueRule {
  readonly summary: string;
  /** From 0.1 to 10; absent where it is no matter of security. Over 7 is high, over 9 critical. */
  readonly securitySeverity?: number;
}

/** Refusals that are here not have one in common. */
export function issueRule(code: IssueCode): IssueRule {
  return rules[code] ?? { summary: 'sluice refuses to plan this' };
}

const rules: Readonly<Partial<Record<IssueCode, IssueRule>>> = {
  'protected-flow': { summary: 'A protected flow breaks, or may break', securitySeverity: 9.1 },
  'opens-to-internet': { summary: 'Traffic from the internet is let in', securitySeverity: 8.1 },
  'may-open-to-internet': {
    summary: 'Traffic from the internet may be let in, beside other groups on an interface',
    securitySeverity: 5,
  },
  'cuts-traffic': { summary: 'Traffic that passes will pass no more' },
  'self-lockout': { summary: 'Whoever applies this is cut off' },
  'deletes-group': { summary: 'A group is deleted' },
  'mass-change': { summary: 'More changes at once than the limits allow' },
  'empty-desired-state': { summary: 'Nothing is written any more of what there is' },
  'first-apply': { summary: 'Nothing in this target is ours yet' },
  'quota-headroom': { summary: 'Less of a quota stays free than the limits want' },
  'transient-window': {
    summary: 'On the way, traffic is decided otherwise than before and after',
    securitySeverity: 5,
  },
  'egress-ingress-window': {
    summary: 'On the way, both ends of a flow are open that are not before and after',
    securitySeverity: 5,
  },
  'not-proved': {
    summary: 'The plan could not be proved to be safe on the way',
    securitySeverity: 5,
  },
  'not-analysed': { summary: 'Nobody can tell which traffic opens', securitySeverity: 5 },
  'no-plan': { summary: 'The target could not be planned' },
};
