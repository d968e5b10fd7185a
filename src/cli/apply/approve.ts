// Consent before a plan is applied: to its hazards by name, and to the whole by a flag or a person.
import { createInterface } from 'node:readline';
import { risks, worstRisk, type Risk } from '../../model/access.ts';
import { isCertain } from '../../model/assertion-result.ts';
import { consentFlag, withoutConsent } from '../../model/hazard.ts';
import type { Plan } from '../../model/plan.ts';
import { quoted } from '../../report/printable.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Surroundings } from '../surroundings.ts';

export interface Approval {
  readonly allowHazards: readonly string[];
  /** The gravest risk that needs no asking. */
  readonly autoApprove?: Risk;
  /** A saved plan was reviewed where it was made. */
  readonly isSaved: boolean;
}

/** The exit code to end with; undefined where all of the plans may be applied. */
export async function approve(
  plans: readonly Plan[],
  { allowHazards, autoApprove, isSaved }: Approval,
  { err, isInteractive }: Surroundings,
): Promise<ExitCode | undefined> {
  if (plans.every(({ steps }) => steps.length === 0)) return exitCodes.success;
  const breaches = plans.flatMap((plan) => plan.breaches ?? []);
  if (breaches.length > 0) {
    const flows = [...new Set(breaches.map(({ name }) => quoted(name)))].join(', ');
    const verb = breaches.some(isCertain) ? 'would' : 'may';
    err(`refused: a protected flow ${verb} break (${flows}).\n`);
    err('Nothing was written. No flag consents to it: change the rules, or what is protected.\n');
    return exitCodes.refused;
  }
  const hazards = plans.flatMap((plan) => plan.hazards);
  const open = withoutConsent(hazards, allowHazards);
  if (open.length > 0) {
    const codes = [...new Set(open.map(({ code }) => code))].join(', ');
    err(
      `refused: ${plans.length === 1 ? 'this plan has' : 'these plans have'} hazards that nobody consented to (${codes}).\n`,
    );
    err(`Nothing was written. If that is what you want: ${consentFlag(hazards)}\n`);
    return exitCodes.refused;
  }
  const risk = worstRisk(plans.map(({ access }) => access.risk));
  const isWithin = autoApprove !== undefined && risks.indexOf(risk) <= risks.indexOf(autoApprove);
  const isTooGrave = autoApprove !== undefined && !isWithin;
  if (isWithin || (isSaved && !isTooGrave)) return undefined;
  if (isTooGrave && !isInteractive) {
    err(
      `refused: the risk is "${risk}", and --auto-approve=${autoApprove} approves no more than that.\n`,
    );
    err('Nothing was written. Have it reviewed: `sluice plan` shows what opens and what closes.\n');
    return exitCodes.refused;
  }
  if (!isInteractive) {
    err('refused: there is no terminal to ask on. Nothing was written.\n');
    err('To apply without being asked: --auto-approve\n');
    return exitCodes.refused;
  }
  const answer = await ask(
    `Apply ${plans.length === 1 ? 'this plan' : 'these plans'}? Only "yes" will do: `,
  );
  if (answer === 'yes') return undefined;
  err('Nothing was written.\n');
  return answer === 'interrupted' ? exitCodes.interrupted : exitCodes.refused;
}

/** Ctrl-C interrupts; Ctrl-D, and a terminal that goes away, end the input without a yes. */
async function ask(question: string): Promise<'yes' | 'no' | 'interrupted'> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await new Promise<'yes' | 'no' | 'interrupted' | 'ended'>((resolve) => {
    terminal.once('SIGINT', () => {
      resolve('interrupted');
    });
    terminal.once('close', () => {
      resolve('ended');
    });
    terminal.question(question, (text) => {
      resolve(text.trim() === 'yes' ? 'yes' : 'no');
    });
  });
  terminal.close();
  // Whoever answers ends the line; these two leave it open.
  if (answer === 'interrupted' || answer === 'ended') process.stdout.write('\n');
  return answer === 'ended' ? 'no' : answer;
}
