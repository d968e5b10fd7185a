// What must hold inside sluice. A failure is a bug of ours, never the user's or the cloud's.

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`bug in sluice: ${message}`);
}
