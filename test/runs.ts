// How often a property is tried: so often in CI, and so many times more where somebody soaks it.

/** `npm run soak -- 20` sets it to 20. */
const times = Number(process.env['SLUICE_SOAK'] ?? 1);

export function runs(inCi: number): number {
  return inCi * times;
}
