// Turning one rule into another where that saves calls: one modify for an authorize and a revoke.
import { cidrFamily } from '../../model/cidr.ts';
import { priorityMax } from '../../model/limits.ts';
import { formatPeer, type Peer } from '../../model/peer.ts';
import type { Rule } from '../../model/rule.ts';
import { hasPorts } from '../../model/traffic.ts';
import { contains } from '../../reach/contains.ts';
import type { AuthorizeEdit, ModifyEdit, RevokeEdit } from '../edits/rule-edits.ts';

type Edit = AuthorizeEdit | ModifyEdit | RevokeEdit;

export interface Judge {
  /** How many calls the edits of one direction of one group take. */
  readonly callsFor: (edits: readonly Edit[]) => number;
  /** Whether no moment of them is a surprise, in any context. */
  readonly isSafe: (edits: readonly Edit[]) => boolean;
}

/** More rules than this on both sides share their calls better than they are modified. */
const rulesMax = 4;

/** The edits of one direction of one group with the fewest calls that pairing can reach. */
export function modifiedInPlace(edits: readonly Edit[], judge: Judge): readonly Edit[] {
  const coming = edits.filter((edit) => edit.kind === 'authorize');
  const going = edits.filter((edit) => edit.kind === 'revoke');
  const others = edits.filter((edit) => edit.kind === 'modify');
  const [fewer, more] = [coming.length, going.length].toSorted((a, b) => a - b);
  if (fewer === undefined || more === undefined || fewer === 0 || more > rulesMax) return edits;
  const calls = judge.callsFor(edits);
  if (calls - others.length <= fewer + Number(more > fewer)) return edits;
  let best = { edits, calls };
  for (const pairs of pairings(coming, going)) {
    const paired = new Set<Edit>(pairs.flatMap((pair) => [pair.coming, pair.going]));
    const left = [...coming, ...going].filter((edit) => !paired.has(edit));
    const candidate = [...others, ...pairs.map(({ edit }) => edit), ...left];
    const fewerCalls = judge.callsFor(candidate);
    if (fewerCalls < best.calls && judge.isSafe(candidate)) {
      best = { edits: candidate, calls: fewerCalls };
    }
  }
  return best.edits;
}

/**
 * Whether the API turns the one into the other: neither the kind of the peer changes, nor a range
 * into a list, and nothing becomes empty. Where no description is written, the one of another rule
 * would stay, and be wrong.
 */
export function isModifiable(before: Rule, after: Rule): boolean {
  const [from, to] = [before.traffic, after.traffic];
  const keepsPorts = !hasPorts(from) || !hasPorts(to) || portsKind(from) === portsKind(to);
  const hadList = hasPorts(from) && from.ports.kind === 'list';
  const getsList = hasPorts(to) && to.ports.kind === 'list';
  const keepsSourcePorts = !hasPorts(from) || from.sourcePorts === undefined;
  const getsSourcePorts = hasPorts(to) && to.sourcePorts !== undefined;
  const hasDescription = (before.description ?? '') !== '';
  return (
    before.direction === after.direction &&
    samePeerKind(before.peer, after.peer) &&
    keepsPorts &&
    hadList === getsList &&
    (keepsSourcePorts || getsSourcePorts) &&
    (before.local === undefined || sameLocalKind(before, after)) &&
    (!hasDescription || (after.description ?? '') !== '') &&
    after.priority <= priorityMax
  );
}

function portsKind(traffic: Rule['traffic']): string {
  return hasPorts(traffic) ? traffic.ports.kind : '';
}

/** Blocks of one family; of everything else only the same. */
function samePeerKind(one: Peer, other: Peer): boolean {
  if (one.kind === 'cidr' && other.kind === 'cidr') {
    return cidrFamily(one.cidr) === cidrFamily(other.cidr);
  }
  return formatPeer(one) === formatPeer(other);
}

function sameLocalKind(before: Rule, after: Rule): boolean {
  if (before.local === undefined || after.local === undefined) return false;
  return cidrFamily(before.local) === cidrFamily(after.local);
}

interface Pair {
  readonly coming: AuthorizeEdit;
  readonly going: RevokeEdit;
  readonly edit: ModifyEdit;
}

/** Every way to pair all of the smaller side, the most alike first. */
function pairings(
  coming: readonly AuthorizeEdit[],
  going: readonly RevokeEdit[],
): readonly (readonly Pair[])[] {
  if (coming.length === 0 || going.length === 0) return [[]];
  const [one] = coming.length > going.length ? going : coming;
  const candidates = coming.flatMap((after) => going.map((before) => ({ after, before })));
  return candidates
    .filter(({ after, before }) => after === one || before === one)
    .flatMap(({ after, before }) => toPair(after, before) ?? [])
    .toSorted((a, b) => likeness(b.edit) - likeness(a.edit))
    .flatMap((pair) => {
      const rest = pairings(
        coming.filter((other) => other !== pair.coming),
        going.filter((other) => other !== pair.going),
      );
      return rest.map((pairs) => [pair, ...pairs]);
    });
}

function toPair(coming: AuthorizeEdit, going: RevokeEdit): Pair | undefined {
  const [before, after] = [going.before, coming.after];
  if (!isModifiable(before, after)) return undefined;
  return { coming, going, edit: { kind: 'modify', before, after } };
}

function likeness({ before, after }: ModifyEdit): number {
  const isNested = contains(before, after) || contains(after, before);
  return Number(before.policy === after.policy) * 2 + Number(isNested);
}
