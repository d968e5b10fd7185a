// A check: a question about one group, asked of what people wrote and before anything is planned.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';

export interface Check {
  /** Also the code of its findings. */
  readonly name: string;
  readonly severity: Finding['severity'];
  /** What it finds and why that matters, in one sentence. */
  readonly summary: string;
  find(group: PresentGroup): Generator<Finding>;
}
