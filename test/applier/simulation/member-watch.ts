// Watches every move of an interface: ours are in a plan that somebody approved, and take back nothing that
// somebody else did, but for what nobody could have seen: what was done after the read before the call.
import type { ApiCall, Transport } from '../../../src/cloud/transport.ts';
import type { Emulator, EmulatorRequest } from '../../../src/emulator/emulator.ts';
import type { Perform } from '../../../src/emulator/faults/open-faults.ts';
import { byGroups, isMemberStep } from '../../../src/model/moves.ts';
import type { GroupName } from '../../../src/model/group-identity.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { seededId } from '../../planner/names.ts';
import { idOf, placesIn } from './places.ts';
import { moving } from './witness.ts';

export interface Moved {
  readonly atMs: number;
  readonly member: string;
  readonly group: string;
  readonly kind: 'joins' | 'leaves';
}

export class MemberWatch {
  readonly #emulator: Emulator;
  readonly #now: () => number;
  readonly #lagMs: number;
  readonly #plans: Plan[] = [];
  readonly #ours = new WeakMap<EmulatorRequest, ApiCall>();
  /** When an interface was last read by itself, and when it had been before each call was sent. */
  readonly #readAt = new Map<string, number>();
  readonly #readBefore = new WeakMap<ApiCall, number>();
  #sending: ApiCall | undefined;
  #plannedFromMs = 0;
  #listedAtMs = 0;
  readonly misdeeds: string[] = [];
  readonly byOthers: Moved[] = [];
  /** What of it our calls took back, because nobody could have seen it. */
  readonly unseen: Moved[] = [];
  moves = 0;

  /** `lagMs`: how old what is read may be. */
  constructor(
    emulator: Emulator,
    { now, lagMs }: { readonly now: () => number; readonly lagMs: number },
  ) {
    this.#emulator = emulator;
    this.#now = now;
    this.#lagMs = lagMs;
  }

  approve(plan: Plan): void {
    this.#plans.push(plan);
    this.#plannedFromMs = this.#listedAtMs;
  }

  /**
   * Since when what others did with an interface and a group need not have been seen: the moves of the last plan
   * are read back, and all groups of an interface whose groups it replaces; nothing else is since it was made.
   */
  unseenSince({ member, group }: Pick<Moved, 'member' | 'group'>): number {
    const last = this.#plans.at(-1)?.steps.filter(isMemberStep) ?? [];
    const isReadBack = last.some(
      (step) =>
        step.member === member &&
        (step.kind === 'replaceGroups' || this.#idsOf(step.group).includes(group)),
    );
    return (isReadBack ? this.#listedAtMs : this.#plannedFromMs) - this.#lagMs;
  }

  /** As it was seeded, and as it was made anew. */
  #idsOf(name: GroupName): readonly string[] {
    return [seededId(name), idOf(name, this.#emulator)];
  }

  /** What the process sends. */
  sentBy(send: Transport): Transport {
    return (call) => {
      const { action, parameters } = call;
      const member = memberOf(parameters);
      if (action === 'DescribeNetworkInterfaces' && member === '') this.#listedAtMs = this.#now();
      if (action.startsWith('Describe')) this.#readAt.set(member, this.#now());
      else if (!this.#readBefore.has(call)) {
        this.#readBefore.set(call, this.#readAt.get(member) ?? Number.POSITIVE_INFINITY);
      }
      return send(call);
    };
  }

  /** What arrives, now or later. A transport in this process makes its request at once. */
  arriving(inner: Transport): Transport {
    return (call) => {
      this.#sending = call;
      return inner(call);
    };
  }

  isOurs(request: EmulatorRequest): void {
    if (this.#sending !== undefined) this.#ours.set(request, this.#sending);
  }

  readonly perform: Perform = (request, terms) => {
    if (!moving.test(request.action)) return this.#emulator.call(request, terms);
    const before = placesIn(this.#emulator);
    const reply = this.#emulator.call(request, terms);
    const after = placesIn(this.#emulator);
    for (const [member, ids] of after) {
      const were = before.get(member) ?? [];
      const of = (kind: Moved['kind'], some: readonly string[], others: readonly string[]) =>
        some
          .filter((id) => !others.includes(id))
          .map((group): Moved => ({ atMs: this.#now(), member, group, kind }));
      const moves = [...of('joins', ids, were), ...of('leaves', were, ids)];
      const call = this.#ours.get(request);
      if (call === undefined) this.byOthers.push(...moves);
      else for (const move of moves) this.#judge(move, call);
    }
    return reply;
  };

  #judge({ member, group, kind, atMs }: Moved, call: ApiCall): void {
    this.moves += 1;
    const isPlanned = this.#plans.some(({ steps }) =>
      steps
        .filter(isMemberStep)
        .flatMap(byGroups)
        .some(
          (step) =>
            isMemberStep(step) &&
            step.member === member &&
            (step.kind === 'joinGroup' ? 'joins' : 'leaves') === kind &&
            this.#idsOf(step.group).includes(group),
        ),
    );
    if (isPlanned) return;
    const unseen = (this.#readBefore.get(call) ?? Number.POSITIVE_INFINITY) - this.#lagMs;
    const isUnseen =
      call.action.startsWith('Modify') &&
      this.byOthers.some(
        (one) =>
          one.member === member && one.group === group && one.kind !== kind && one.atMs >= unseen,
      );
    if (isUnseen) {
      this.unseen.push({ member, group, kind, atMs });
      return;
    }
    this.misdeeds.push(`${call.action}: ${member} ${kind} ${group} at ${atMs}, which no plan says`);
  }
}

function memberOf(parameters: Readonly<Record<string, string>>): string {
  const { InstanceIds, InstanceId, NetworkInterfaceId, 'NetworkInterfaceId.1': one } = parameters;
  return InstanceId ?? NetworkInterfaceId ?? one ?? InstanceIds?.replaceAll(/[["\]]/g, '') ?? '';
}
