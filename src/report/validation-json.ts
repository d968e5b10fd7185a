// What validating found, for programs: schemas/validation.schema.json is what they may rely on.
import { compareFindings } from '../model/finding.ts';
import type { Validation } from '../model/validation.ts';
import { jsonText } from './json-text.ts';

export function renderValidationJson(
  { isValid, findings, waived, targets }: Validation,
  { toolVersion }: { readonly toolVersion: string },
): string {
  const written = {
    formatVersion: 1,
    toolVersion,
    valid: isValid,
    findings: findings.toSorted(compareFindings),
    waived: waived.toSorted(compareFindings),
    targets,
  };
  return jsonText(written);
}
