// How many rules groups and interfaces have before a plan, after it, and at most in between.
import { groupBy } from '../../model/group-by.ts';
import type { GroupContent } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { PlannedInterfaces } from '../../model/interfaces.ts';
import { groupPeersOf, rulesOf, type ListSizes, type Quotas } from '../../model/quota.ts';
import type { QuotaUse } from '../../model/quota-use.ts';
import type { Step } from '../../model/step.ts';
import type { GroupStates } from '../order/states.ts';

export interface QuotaFacts {
  readonly quotas: Quotas;
  readonly listSizes: ListSizes;
  readonly interfaces: PlannedInterfaces;
  /** How many rules a group counts for that no step touches, by our name or by its id. */
  readonly weightOf: (group: string) => number;
}

export interface MeasuredUse {
  readonly use: QuotaUse;
  /** Whether the cloud would refuse a call, because there are more rules after it than there may be. */
  readonly isExceeded: boolean;
}

/** One line for each quota that a step has to do with; pure bookkeeping along the path. */
export function quotaUse(
  states: readonly GroupStates[],
  steps: readonly Step[],
  facts: QuotaFacts,
): readonly MeasuredUse[] {
  const counts = new Map(
    states
      .filter(({ path }) => path.length > 0)
      .map(({ group, before, path }) => {
        return [group, [before, ...path].map((one) => countsOf(one, facts.listSizes))] as const;
      }),
  );
  const gauges = gaugesOf(counts, facts);
  const ofGroup = groupBy(
    gauges.flatMap((gauge) => gauge.members.map((member) => ({ gauge, member }))),
    ({ member }) => member,
  );
  const behind = new Map<GroupName, number>();
  for (const { group, kind } of steps) {
    const index = behind.get(group) ?? 0;
    behind.set(group, index + 1);
    const [before = none, after = none] = counts.get(group)?.slice(index, index + 2) ?? [];
    const adds = kind === 'authorize' || kind === 'modifyRule';
    for (const { gauge } of ofGroup.get(group) ?? []) gauge.move(before, after, adds);
  }
  return gauges.map((gauge) => gauge.read());
}

interface Counts {
  readonly rules: number;
  readonly groupPeers: number;
}

const none: Counts = { rules: 0, groupPeers: 0 };

function countsOf(group: GroupContent | undefined, sizes: ListSizes): Counts {
  return { rules: rulesOf(group, sizes), groupPeers: groupPeersOf(group) };
}

function gaugesOf(
  counts: ReadonlyMap<GroupName, readonly Counts[]>,
  { quotas, interfaces, weightOf }: QuotaFacts,
): readonly Gauge[] {
  const profiles = interfaces.kind === 'read' ? interfaces.profiles : [];
  const startOf = (name: GroupName) => counts.get(name)?.[0] ?? none;
  return [
    ...[...counts.keys()]
      .toSorted()
      .flatMap((group) => [
        new Gauge({ group, quota: 'rulesPerGroup' }, quotas, [group], startOf(group).rules),
        new Gauge(
          { group, quota: 'groupPeersPerGroup' },
          quotas,
          [group],
          startOf(group).groupPeers,
        ),
      ]),
    ...profiles.flatMap(({ groups }) => {
      const members = (groups as readonly GroupName[]).filter((name) => counts.has(name));
      const [group] = members;
      if (group === undefined) return [];
      const others = groups.filter((name) => !counts.has(name as GroupName));
      const rest = others.reduce((sum, name) => sum + weightOf(name), 0);
      const now = members.reduce((sum, name) => sum + startOf(name).rules, rest);
      const of = { group, interface: groups, quota: 'rulesPerInterface' } as const;
      return [new Gauge(of, quotas, members, now)];
    }),
  ];
}

class Gauge {
  readonly members: readonly GroupName[];
  readonly #of: Pick<QuotaUse, 'group' | 'interface' | 'quota'>;
  readonly #limit: number;
  readonly #now: number;
  #level: number;
  #peak: number;
  #isExceeded = false;

  constructor(
    of: Pick<QuotaUse, 'group' | 'interface' | 'quota'>,
    quotas: Quotas,
    members: readonly GroupName[],
    now: number,
  ) {
    this.#of = of;
    this.#limit = quotas[of.quota];
    this.members = members;
    this.#now = now;
    this.#level = now;
    this.#peak = now;
  }

  move(before: Counts, after: Counts, adds: boolean): void {
    const isPeers = this.#of.quota === 'groupPeersPerGroup';
    const change = isPeers ? after.groupPeers - before.groupPeers : after.rules - before.rules;
    this.#level += change;
    this.#peak = Math.max(this.#peak, this.#level);
    if (adds && change > 0 && this.#level > this.#limit) this.#isExceeded = true;
  }

  read(): MeasuredUse {
    const now = { limit: this.#limit, now: this.#now, peak: this.#peak, end: this.#level };
    return { use: { ...this.#of, ...now }, isExceeded: this.#isExceeded };
  }
}
