// What closes a plan: how many calls it takes, which quotas come close, what was proved, the way back.
import type { Plan, UndoPlan } from '../model/plan.ts';
import type { QuotaUse } from '../model/quota-use.ts';
import type { Step } from '../model/step.ts';
import { grouped, plural } from './counts.ts';
import { printable } from './printable.ts';

/** Nothing for a plan without steps. */
export function closingLines(plan: Plan): readonly string[] {
  if (plan.steps.length === 0) return [];
  return [
    callsLine(plan),
    ...plan.quota.filter(isClose).map(quotaLine),
    ...proofLines(plan),
    ...(plan.undo === undefined ? [] : [undoLine(plan.undo)]),
    '',
  ];
}

function callsLine({ steps, calls: { planned, least } }: Plan): string {
  const waves = new Set(steps.map(({ wave }) => wave)).size;
  const what = `${plural(planned, 'call')} in ${plural(waves, 'wave')}`;
  if (planned <= 1) return `${what}.`;
  const than = planned <= least ? '' : ` than ${least}`;
  return `${what}; no plan safe beside any rules, and without temporary ones, takes fewer${than}.`;
}

const closeFrom = 0.9;

function isClose({ peak, limit }: QuotaUse): boolean {
  return peak >= closeFrom * limit;
}

function quotaLine({ group, interface: together, quota, limit, now, peak, end }: QuotaUse): string {
  const nouns = {
    rulesPerGroup: 'rules',
    groupPeersPerGroup: 'rules whose peer is a group',
    rulesPerInterface: 'rules on an interface',
  };
  const where = (together ?? [group]).map(printable).join(' + ');
  const used = `${grouped(now)} of ${grouped(limit)} ${nouns[quota]} now`;
  return `${where}: ${used}, ${grouped(peak)} on the way, ${grouped(end)} at the end.`;
}

/** About interfaces, one at a time: whether a flow passes takes two of them. */
function proofLines({ steps, proof: { classes, holds } }: Plan): readonly string[] {
  if (!steps.some(isAboutRules)) return [];
  const looked = classes === 1 ? '1 class of packets' : `${grouped(classes)} classes of packets`;
  const otherwise = 'is a packet decided otherwise than before or after at any step';
  switch (holds) {
    case 'inEveryCombination':
      return classes === 0
        ? ['No interface is in the groups whose rules change, so no packet is decided by them.']
        : [`On no interface ${otherwise}, whatever other groups are on it (${looked}).`];
    case 'onInterfacesOfToday':
      return [
        `On no interface of today ${otherwise} (${looked}); beside rules of other groups one may be.`,
      ];
    case 'exceptInWindows':
      return [`On no interface of today ${otherwise}, but for what the hazards name (${looked}).`];
    case 'unknown':
      return [`Not proved: there are more classes of packets than were looked at (${looked}).`];
  }
}

function isAboutRules({ kind }: Step): boolean {
  return (
    kind === 'authorize' ||
    kind === 'revoke' ||
    kind === 'modifyRule' ||
    kind === 'modifyInnerAccessPolicy'
  );
}

const lostMax = 3;

function undoLine({ steps, notes, hazards }: UndoPlan): string {
  const codes = [...new Set(hazards.map(({ code }) => code))].toSorted();
  const consent = codes.length === 0 ? '' : ` (to consent to: ${codes.join(', ')})`;
  const some = `The way back: ${plural(steps.length, 'step')}${consent}`;
  const way = steps.length === 0 ? 'No way back' : some;
  const lost = notes.filter(({ code }) => code === 'not-restored');
  if (lost.length === 0) return `${way}.`;
  const shown = lost.slice(0, lostMax).map(({ message }) => printable(message));
  const more = lost.length > lostMax ? [`and ${lost.length - lostMax} more`] : [];
  const but = steps.length === 0 ? ':' : ', but';
  return `${way}${but} ${[...shown, ...more].join('; ')}.`;
}
