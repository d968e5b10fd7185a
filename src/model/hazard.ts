// What a plan may do to people, and what they must name before it is done.
import type { GroupName } from './group-identity.ts';
import type { Source } from './source.ts';
import type { TrafficWindow } from './traffic-window.ts';

export const hazardCodes = [
  'first-apply',
  'empty-desired-state',
  'mass-change',
  'quota-headroom',
  'deletes-group',
  'opens-to-internet',
  'cuts-traffic',
  'self-lockout',
  'transient-window',
  'egress-ingress-window',
  'not-proved',
  'not-analysed',
] as const;
export type HazardCode = (typeof hazardCodes)[number];

export interface Hazard {
  readonly code: HazardCode;
  readonly message: string;
  readonly group?: GroupName;
  readonly source?: Source;
  /** Other places that have a part in the same. */
  readonly otherSources?: readonly Source[];
  /** Of a `transient-window`: when, and which traffic. */
  readonly window?: TrafficWindow;
}

/** The flag that consents to these hazards, ready to copy. */
export function consentFlag(hazards: readonly Hazard[]): string {
  return `--allow-hazards ${consentCodes(hazards).join(',')}`;
}

/** What to consent to, each once. */
export function consentCodes(hazards: readonly Hazard[]): readonly HazardCode[] {
  return [...new Set(hazards.map(({ code }) => code))].toSorted();
}

/** The hazards that nobody consented to. */
export function withoutConsent(
  hazards: readonly Hazard[],
  allowed: readonly string[],
): readonly Hazard[] {
  return hazards.filter(({ code }) => !allowed.includes(code));
}
