// What each of two lists has that the other has not: the very same things, not equal ones.

export interface Unshared<Left, Right> {
  readonly leftOnly: readonly Left[];
  readonly rightOnly: readonly Right[];
}

/**
 * Each thing is in a list at most once; the order of both is kept. A step leaves most rules of a group as
 * they are, and where they are, so that one walk along both lists tells nearly all.
 */
export function unshared<Thing extends object, Left extends Thing, Right extends Thing>(
  left: readonly Left[],
  right: readonly Right[],
): Unshared<Left, Right> {
  const leftOnly: Left[] = [];
  const rightOnly: Right[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const one = left[i];
    const other = right[j];
    if (one === undefined || other === undefined) break;
    const isSame: boolean = (one as Thing) === other;
    const isRightOnly = !isSame && (left[i + 1] as Thing | undefined) !== other;
    if (isRightOnly) rightOnly.push(other);
    else if (!isSame) leftOnly.push(one);
    if (!isRightOnly) i++;
    if (isSame || isRightOnly) j++;
  }
  leftOnly.push(...left.slice(i));
  rightOnly.push(...right.slice(j));
  if (leftOnly.length === 0 || rightOnly.length === 0) return { leftOnly, rightOnly };
  // Whatever moved was passed over on both sides.
  const [ofLeft, ofRight] = [new Set<Thing>(leftOnly), new Set<Thing>(rightOnly)];
  return {
    leftOnly: leftOnly.filter((thing) => !ofRight.has(thing)),
    rightOnly: rightOnly.filter((thing) => !ofLeft.has(thing)),
  };
}
