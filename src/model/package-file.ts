// What the package ships beside its code, wherever it is installed.

/**
 * `name` is a path from the root of the package. Two folders up from here is that root, from src, from
 * dist, and from dist/command, where the build puts the code of the command into few files.
 */
export function packageFile(name: string): URL {
  return new URL(`../../${name}`, import.meta.url);
}
