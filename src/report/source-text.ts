// A place in a file, as text that is safe to print: whoever names a file may name it anything.
import { formatSource, type Source } from '../model/source.ts';
import { printable } from './printable.ts';

/** `groups/web.yaml:12:5` */
export function sourceText(source: Source): string {
  return printable(formatSource(source));
}
