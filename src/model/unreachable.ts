// The end of an exhaustive switch: a new case does not compile, and bad JSON fails loudly.

export function unreachable(value: never): never {
  throw new Error(`a case that sluice does not know: ${JSON.stringify(value)}`);
}
