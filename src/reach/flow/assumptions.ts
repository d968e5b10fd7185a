// What an answer holds for, and what was taken to be so where nobody could know.
import type { Verdict } from '../../model/explanation.ts';
import type { AccessState, StateKind } from '../ends/access-state.ts';
import type { End } from '../ends/resolve-end.ts';

export function assumptions(
  ends: readonly End[],
  verdict: Verdict,
  { kind, interfaces, snapshot }: AccessState,
): readonly string[] {
  const alone = ends.filter((end) => end.kind === 'group' && isAlone(end));
  const names = [...new Set(alone.map(({ name }) => name))].join(' or ');
  const isOpen = verdict === 'partly' || verdict === 'unknown';
  const unlocated =
    isOpen && ends.some(({ places }) => places.some((one) => one.notMemberOf === 'unknown'));
  return [
    `${stateText(kind, snapshot)}${kind === 'desired' || interfaces.kind === 'unknown' ? '' : `, on the interfaces of ${snapshot === undefined ? 'today' : 'then'}`}.`,
    ...(interfaces.kind === 'unknown' && kind !== 'desired'
      ? [`Who is in a group is not known (${interfaces.why}).`]
      : []),
    ...(alone.length === 0
      ? []
      : [
          `It holds for an interface in ${names} and no other group, at any private address or any of IPv6; ` +
            'other groups on an interface may decide otherwise.',
        ]),
    ...(unlocated ? ['Which groups the address is in is not known.'] : []),
    ...(kind === 'desired' || verdict === 'allowed'
      ? []
      : ['It is about new sessions: one that is open may stay open for up to 910 s.']),
  ];
}

function stateText(kind: StateKind, snapshot: string | undefined): string {
  switch (kind) {
    case 'desired':
      return 'As it is written; no cloud was asked';
    case 'live':
      return snapshot === undefined ? 'As the cloud has it now' : `As it is in ${snapshot}`;
    case 'planned': {
      const since = snapshot === undefined ? '' : ` from ${snapshot}`;
      return `As it will be after the plan${since}`;
    }
  }
}

function isAlone({ places }: End): boolean {
  return places.every(({ interfaces = 0 }) => interfaces === 0);
}
