// `prod/*`: some of the targets of a workspace, by their names.

/** Whether a text may stand for several names. */
export function isTargetGlob(text: string): boolean {
  return text.includes('*');
}

/** Names have lower-case letters, digits, hyphens and slashes, so that `*` is all that a glob needs. */
export function matchesTarget(name: string, glob: string): boolean {
  if (!/^[a-z0-9*/-]+$/.test(glob)) return false;
  return new RegExp(`^${glob.replaceAll(/\*+/g, '.*')}$`).test(name);
}
