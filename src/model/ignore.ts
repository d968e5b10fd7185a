// What other tools keep in a group of ours: rules and tags that are no difference and stay.
import type { Cidr } from './cidr.ts';
import type { Peer } from './peer.ts';
import type { PortRange } from './ports.ts';
import type { Direction, Policy } from './rule.ts';
import type { Source } from './source.ts';
import type { Protocol } from './traffic.ts';

export interface Ignore {
  readonly rules: readonly RulePattern[];
  /** Globs of keys. */
  readonly tags: readonly string[];
}

/** Of which each part that is there holds for a rule that it matches; a list holds where one item does. */
export interface RulePattern {
  /** Globs. */
  readonly descriptions?: readonly string[];
  readonly direction?: Direction;
  readonly policy?: Policy;
  readonly protocols?: readonly Protocol[];
  /** All ports of the rule are within one of these. */
  readonly ports?: readonly PortRange[];
  /** All addresses of the peer are within one of these. */
  readonly within?: readonly Cidr[];
  /** No addresses. */
  readonly peers?: readonly Peer[];
  readonly priorities?: readonly number[];
  readonly source: Source;
}

/** `*` stands for any text, `?` for one character; all else for itself, in this case. */
export function globTest(globs: readonly string[]): (text: string) => boolean {
  const all = globs.map((glob) => Array.from(glob));
  return (text) => all.some((glob) => isLike(Array.from(text), glob));
}

/** Of several stars only the last one is ever tried anew, so that no glob takes long. */
function isLike(text: readonly string[], glob: readonly string[]): boolean {
  let [at, place] = [0, 0];
  let [star, afterStar] = [-1, 0];
  while (at < text.length) {
    if (glob[place] === '*') {
      [star, afterStar] = [place, at];
      place++;
    } else if (glob[place] === '?' || glob[place] === text[at]) {
      at++;
      place++;
    } else if (star >= 0) {
      afterStar++;
      [at, place] = [afterStar, star + 1];
    } else return false;
  }
  return glob.slice(place).every((one) => one === '*');
}
