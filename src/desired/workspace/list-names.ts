// A few names as a sentence has them; of many, the first.

const namesShownMax = 8;

export function listNames(names: readonly string[]): string {
  const more = names.length - namesShownMax;
  const shown = names.slice(0, namesShownMax).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** What to write for them, as a right example. */
export function targetExample(names: readonly string[]): string {
  const [first = 'prod', ...others] = names;
  const isShort = others.length > 0 && names.length <= namesShownMax;
  return isShort ? `target: [${names.join(', ')}]` : `target: ${first}`;
}
