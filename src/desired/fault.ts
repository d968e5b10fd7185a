// Findings in the making: the readers report each fault where they meet it, and go on.
import type { Finding } from '../model/finding.ts';
import type { Source } from '../model/source.ts';

export type Report = (finding: Finding) => void;

export interface Words {
  readonly code: string;
  readonly message: string;
  readonly example?: string;
}

export function fault(source: Source, words: Words): Finding {
  return { severity: 'error', source, ...words };
}

/** Each fault once: through an alias one may be met several times. */
export function withoutRepeats<Found extends Finding>(
  findings: readonly Found[],
): readonly Found[] {
  const byText = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...byText.values()];
}
