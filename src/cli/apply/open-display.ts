// The live list of an apply, where there is a terminal to draw it on.
import type { Plan } from '../../model/plan.ts';
import type { Surroundings } from '../surroundings.ts';
import type { ProgressDisplay } from './progress-display.ts';

/** What it draws with is loaded only where it is drawn. */
export async function openDisplay(
  plans: readonly Plan[],
  { terminal, colours }: Surroundings,
): Promise<ProgressDisplay | undefined> {
  if (terminal === undefined) return undefined;
  const { ProgressDisplay: Display } = await import('./progress-display.ts');
  return new Display(terminal, plans, { colours });
}
