// What the codes of drift mean, what to do about each, and how grave each is for code scanning.
import { refusalRules } from '../plan/refusal-rules.ts';
import type { RuleMeaning } from '../rule-meaning.ts';
import type { DriftIssueCode } from './drift-issues.ts';

const mend =
  'Ask who changed it. `sluice drift --repair` saves the plan that takes it back, `sluice drift --accept` writes it into the files, and `sluice hold` leaves the group as it is for a while.';

export const driftRules: Readonly<Record<DriftIssueCode, RuleMeaning>> = {
  ...refusalRules,
  'drift-group-missing': {
    summary: 'A group that is written is not there',
    next: mend,
    securitySeverity: 5,
  },
  'drift-group-unexpected': { summary: 'A group is there that should be absent', next: mend },
  'drift-group-not-released': { summary: 'A group is ours that should be let go', next: mend },
  'drift-attribute': {
    summary: 'A name, a description or an inner access policy was changed',
    next: mend,
  },
  'drift-tag': { summary: 'A tag was changed', next: mend },
  'drift-rule-missing': {
    summary: 'A rule that is written is not there',
    next: mend,
    securitySeverity: 5,
  },
  'drift-rule-unexpected': {
    summary: 'A rule is there that nobody wrote',
    next: mend,
    securitySeverity: 6,
  },
  'drift-rule-changed': {
    summary: 'A rule has another priority or description than is written',
    next: mend,
    securitySeverity: 5,
  },
  'drift-member-missing': { summary: 'A member that is written is not in the group', next: mend },
  'drift-member-unexpected': {
    summary: 'Somebody is in a group whom nobody wrote',
    next: mend,
    securitySeverity: 5,
  },
  'drift-unknown': {
    summary: 'An observed group is not as it is written',
    next: 'No plan mends a group that is only observed: tell whoever keeps it, or write what is there.',
  },
  'drift-opens-to-internet': {
    summary: 'Traffic from the internet is let in that the files do not let in',
    next: mend,
    securitySeverity: 8.5,
  },
  'drift-not-read': {
    summary: 'The target could not be read, so nobody knows whether it has drifted',
    next: 'The message says what failed. Mend that, and run `sluice drift` again.',
    securitySeverity: 5,
  },
};
