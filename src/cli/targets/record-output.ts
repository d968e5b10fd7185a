// What one of several targets has to say, kept until it is its turn: they run at the same time, and
// are read one after the other.
import type { Surroundings } from '../surroundings.ts';

export interface Recording {
  /** The same world, but what is printed is kept. */
  readonly surroundings: Surroundings;
  readonly out: () => string;
  readonly err: () => string;
}

export function recordOutput(surroundings: Surroundings): Recording {
  const outs: string[] = [];
  const errs: string[] = [];
  const out = (text: string): void => void outs.push(text);
  const err = (text: string): void => void errs.push(text);
  return {
    surroundings: { ...surroundings, out, err },
    out: () => outs.join(''),
    err: () => errs.join(''),
  };
}

/** The same world; what is printed on standard error is also kept. */
export function alsoKept(surroundings: Surroundings): Pick<Recording, 'surroundings' | 'err'> {
  const errs: string[] = [];
  const err = (text: string): void => {
    errs.push(text);
    surroundings.err(text);
  };
  return { surroundings: { ...surroundings, err }, err: () => errs.join('') };
}

/** Each line of what is printed says which target it is about; lines of JSON say so themselves. */
export function namedOutput(surroundings: Surroundings, target: string): Surroundings {
  const { out, err } = surroundings;
  return {
    ...surroundings,
    out: (text) => {
      out(text.startsWith('{') ? text : withTargetName(text, target));
    },
    err: namedLines(err, target),
  };
}

/** A line that is printed in pieces has the name once. */
function namedLines(print: (text: string) => void, target: string): (text: string) => void {
  let isWithin = false;
  return (text) => {
    const [rest = ''] = isWithin ? (/^.*\n?/.exec(text) ?? []) : [];
    print(`${rest}${withTargetName(text.slice(rest.length), target)}`);
    if (text !== '') isWithin = !text.endsWith('\n');
  };
}

/** Each line with the name of its target before it, for a stream that has no headings. */
export function withTargetName(text: string, target: string): string {
  return text.replaceAll(/^(?=.)/gm, `${target}: `);
}
