// What the codes of issues mean, what to do about each, and how grave each is for code scanning.
import type { RuleMeaning } from '../rule-meaning.ts';
import type { IssueCode } from './issues.ts';
import { refusalRules } from './refusal-rules.ts';

const consent =
  'If that is meant, consent to it as the plan says (`--allow-hazards`); else change the files.';

export const issueRules: Readonly<Record<IssueCode, RuleMeaning>> = {
  ...refusalRules,
  'protected-flow': {
    summary: 'A protected flow breaks, or may break',
    next: 'Change the rules so that it holds. No flag consents to it: else `protect` has to change first, in a change of its own.',
    securitySeverity: 9.1,
  },
  'opens-to-internet': {
    summary: 'Traffic from the internet is let in',
    next: `Name the addresses that need it in the place of the internet. ${consent}`,
    securitySeverity: 8.1,
  },
  'may-open-to-internet': {
    summary: 'Traffic from the internet may be let in, beside other groups on an interface',
    next: 'See which other groups stand on the same interfaces (`sluice explain`), and name the addresses that need it.',
    securitySeverity: 5,
  },
  'cuts-traffic': {
    summary: 'Traffic that passes will pass no more',
    next: `Ask who uses it (\`sluice explain\` tells what passes today). ${consent}`,
  },
  'self-lockout': {
    summary: 'Whoever applies this is cut off',
    next: `Keep a rule for the address that this is applied from, or apply it from elsewhere. ${consent}`,
  },
  'deletes-group': {
    summary: 'A group is deleted',
    next: `To keep it without managing it write \`state: released\`. ${consent}`,
  },
  'mass-change': {
    summary: 'More changes at once than the limits allow',
    next: `Look for a mistake in a network or a ruleset that many groups share, or apply in parts. ${consent}`,
  },
  'empty-desired-state': {
    summary: 'Nothing is written any more of what there is',
    next: `Look whether the glob of the group files still matches them. ${consent}`,
  },
  'first-apply': {
    summary: 'Nothing in this target is ours yet',
    next: `Compare account, region and VPC with what is meant. ${consent}`,
  },
  'quota-headroom': {
    summary: 'Less of a quota stays free than the limits want',
    next: `Write fewer rules, split the group, or raise the quota. ${consent}`,
  },
  'transient-window': {
    summary: 'On the way, traffic is decided otherwise than before and after',
    next: `The message names the steps and the traffic. Fewer rules in the group leave room to avoid it. ${consent}`,
    securitySeverity: 5,
  },
  'egress-ingress-window': {
    summary: 'On the way, both ends of a flow are open that are not before and after',
    next: `Close the one end in a change of its own, and open the other in the next. ${consent}`,
    securitySeverity: 5,
  },
  'not-proved': {
    summary: 'The plan could not be proved to be safe on the way',
    next: `Apply it in parts, with fewer rules in each. ${consent}`,
    securitySeverity: 5,
  },
  'not-analysed': {
    summary: 'Nobody can tell which traffic opens',
    next: `Write fewer rules, or split the group, and look at what is left by hand. ${consent}`,
    securitySeverity: 5,
  },
  'no-plan': {
    summary: 'The target could not be planned',
    next: 'The log of the run says what failed and what to do about it.',
  },
};
