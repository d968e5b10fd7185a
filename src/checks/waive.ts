// What is waived among the findings in a group, and which waivers are over or of no use.
import type { Finding, WaivedFinding } from '../model/finding.ts';
import { formatSource } from '../model/source.ts';
import type { Waiver } from '../model/waiver.ts';

export interface Waived {
  /** Those that stay, and what is to be said of the waivers themselves. */
  readonly findings: readonly Finding[];
  readonly waived: readonly WaivedFinding[];
}

/** `isComplete`: all of the group was looked at, so that a waiver of nothing is known to be one. */
export function waive(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  { nowMs, isComplete }: { readonly nowMs: number; readonly isComplete: boolean },
): Waived {
  const [inForce, expired] = [true, false].map((isWanted) =>
    waivers.filter(({ until }) => until.endMs > nowMs === isWanted),
  );
  const waiverOf = (finding: Finding) => inForce?.find((one) => covers(one, finding));
  const useless = inForce?.filter(
    (one) => one.isShared !== true && !findings.some((finding) => covers(one, finding)),
  );
  return {
    findings: [
      ...findings.filter((finding) => waiverOf(finding) === undefined),
      ...(expired ?? []).map(expiredWaiver),
      ...(isComplete ? (useless ?? []).map(uselessWaiver) : []),
    ],
    waived: findings.flatMap((finding) => {
      const waiver = waiverOf(finding);
      if (waiver === undefined) return [];
      return { ...finding, waiver: { reason: waiver.reason, until: waiver.until.text } };
    }),
  };
}

function covers({ check, rule }: Waiver, { code, source }: Finding): boolean {
  if (check !== code) return false;
  return rule === undefined || formatSource(rule) === formatSource(source);
}

function expiredWaiver({ check, reason, until, source }: Waiver): Finding {
  const message = `the waiver of ${check} ("${reason}") was until ${until.text} and is over; expected it to go, or a later day`;
  return { severity: 'warning', code: 'expired-waiver', source, message };
}

function uselessWaiver({ check, rule, source }: Waiver): Finding {
  const where = rule === undefined ? 'this group' : 'this rule';
  const message = `nothing is left of ${check} in ${where} that this would waive; expected it to go`;
  return { severity: 'warning', code: 'useless-waiver', source, message };
}
