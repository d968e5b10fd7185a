// Every check there is. Listed by hand, so that importing a file never registers anything.
import { anyAny } from './any-any.ts';
import type { Check } from './check.ts';
import { contradictoryOverlap } from './contradictory-overlap.ts';
import { dropNeverMatches } from './drop-never-matches.ts';
import { egressWideOpen } from './egress-wide-open.ts';
import { enterprisePeer } from './enterprise-peer.ts';
import { expiredRule } from './expired-rule.ts';
import { expiringRule } from './expiring-rule.ts';
import { icmpClosed } from './icmp-closed.ts';
import { missingDescription } from './missing-description.ts';
import { publicAdminPort } from './public-admin-port.ts';
import { publicDatabasePort } from './public-database-port.ts';
import { publicEverything } from './public-everything.ts';
import { quotaHeadroom } from './quota-headroom.ts';
import { redundantRule } from './redundant-rule.ts';
import { shadowedRule } from './shadowed-rule.ts';

/** By name. */
export const checks: readonly Check[] = [
  anyAny,
  contradictoryOverlap,
  dropNeverMatches,
  egressWideOpen,
  enterprisePeer,
  expiredRule,
  expiringRule,
  icmpClosed,
  missingDescription,
  publicAdminPort,
  publicDatabasePort,
  publicEverything,
  quotaHeadroom,
  redundantRule,
  shadowedRule,
];
