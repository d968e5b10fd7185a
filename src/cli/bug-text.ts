// What is said of a failure that is nobody's fault but ours.

export function bugText(error: unknown): string {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `sluice has failed in a way that it should not. Please report this:\n${detail}\n`;
}
