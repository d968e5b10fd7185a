// How the cloud says that these credentials may not do something.

/** The codes of a call that RAM denies, as its troubleshooting guide lists them. */
const deniedCodes: ReadonlySet<string> = new Set([
  'Forbidden.RAM',
  'NoPermission',
  'NotAuthorized',
]);

export function isDenied(code: string): boolean {
  return deniedCodes.has(code);
}
