// What stays the same of a result while lines move, by which code scanning knows it again.
import { createHash } from 'node:crypto';

/** By what it says of which group of which target. */
export function fingerprintOf({
  code,
  target,
  group = '',
  message,
}: {
  readonly code: string;
  readonly target: string;
  readonly group?: string;
  readonly message: string;
}): string {
  const said = message.replace(/:\d+:\d+/g, '');
  return createHash('sha256')
    .update(JSON.stringify([code, target, group, said]))
    .digest('hex');
}
