// Traffic that opens, in a few words: where, what and from whom.
import type { AccessChange } from '../model/access.ts';
import { formatScopes } from '../model/scope-text.ts';
import {
  formatExceptions,
  formatLocal,
  formatWhat,
  formatWho,
  withoutOwnMembers,
} from '../model/traffic-set-text.ts';

/** `web: tcp 22 from 0.0.0.0/0` */
export function openingText({
  traffic,
  but,
  scopes,
  touches,
}: Pick<AccessChange, 'traffic' | 'but' | 'scopes' | 'touches'>): string {
  const own = withoutOwnMembers(
    traffic,
    scopes.flatMap(({ groups }) => groups),
  );
  const what = `${formatWhat(own)} from ${formatWho(own)}${formatLocal(own)}${formatExceptions(own, but)}`;
  return `${formatScopes(scopes, touches)}: ${what}`;
}
