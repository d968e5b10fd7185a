// Ways to spoil a plan. Each changes the steps in one place that is drawn, or says that it cannot.
import type { Cidr } from '../../src/model/cidr.ts';
import { boxOf, overlaps } from '../../src/reach/overlap.ts';
import type { PlannedRule, Step, StepId } from '../../src/model/step.ts';

/** A number below the bound, which is at least 1. */
export type Draw = (bound: number) => number;

export type Mutation = (steps: readonly Step[], draw: Draw) => readonly Step[] | undefined;

export const swapWaves: Mutation = (steps, draw) => {
  const pair = twoOf(wavesOf(steps), draw);
  if (pair === undefined) return undefined;
  const [one, other] = pair;
  return inWaves(steps, ({ wave }) => (wave === one ? other : wave === other ? one : wave));
};

export const reversePhases: Mutation = (steps) => {
  const waves = wavesOf(steps);
  const last = waves.at(-1) ?? 0;
  return waves.length < 2 ? undefined : inWaves(steps, ({ wave }) => last - wave);
};

export const mergeWaves: Mutation = (steps, draw) => {
  const waves = wavesOf(steps);
  if (waves.length < 2) return undefined;
  const index = draw(waves.length - 1);
  return inWaves(steps, ({ wave }) => (wave === waves[index + 1] ? (waves[index] ?? 0) : wave));
};

/** The parts of one wave one after the other: a harmless thing to do. */
export const splitWave: Mutation = (steps, draw) => {
  const parts = steps.flatMap(onePerRule);
  const wave = oneOf(wavesOf(steps), draw);
  const halves = new Map(parts.map((part) => [part, draw(2)]));
  return inWaves(parts, (part) => {
    return part.wave < (wave ?? 0)
      ? part.wave
      : part.wave + (part.wave === wave ? (halves.get(part) ?? 0) : 1);
  });
};

/** One rule, or one call, in the first wave or in the last. */
export const moveOne: Mutation = (steps, draw) => {
  const parts = steps.flatMap(onePerRule);
  const moved = oneOf(parts.filter(isFelt), draw);
  const waves = wavesOf(steps);
  const wave = oneOf(
    [waves[0] ?? 0, waves.at(-1) ?? 0].filter((other) => other !== moved?.wave),
    draw,
  );
  if (moved === undefined || wave === undefined) return undefined;
  return inWaves(parts, (part) => (part === moved ? wave : part.wave));
};

export const dropCall: Mutation = (steps, draw) => {
  const dropped = oneOf(steps.filter(isFelt), draw);
  return dropped && steps.filter((step) => step !== dropped);
};

/** A rule that comes before another of the other policy is to win over it, and then loses to it. */
export const flipPriority: Mutation = (steps, draw) => {
  const pair = oneOf(
    pairsOf(steps).filter(
      ([one, other]) =>
        one.wave < other.wave &&
        one.rule.priority <= other.rule.priority &&
        one.rule.policy !== other.rule.policy,
    ),
    draw,
  );
  if (pair === undefined) return undefined;
  const [one, other] = pair;
  return withRule(steps, one.rule, { ...one.rule, priority: other.rule.priority + 1 });
};

/** A rule agrees with another that comes no later and loses to it, and then does not. */
export const flipPolicy: Mutation = (steps, draw) => {
  const pair = oneOf(
    pairsOf(steps).filter(
      ([one, other]) =>
        other.wave <= one.wave &&
        one.rule.priority < other.rule.priority &&
        one.rule.policy === other.rule.policy,
    ),
    draw,
  );
  if (pair === undefined) return undefined;
  const [{ rule }] = pair;
  const policy = rule.policy === 'accept' ? 'drop' : 'accept';
  return withRule(steps, rule, { ...rule, policy });
};

/** Two operations, each visible without the other, instead of one. */
export const takeModifyApart: Mutation = (steps, draw) => {
  const apart = oneOf(
    steps.filter((step) => step.kind === 'modifyRule'),
    draw,
  );
  if (apart === undefined) return undefined;
  const { id, group, wave, direction, before, after } = apart;
  const two: readonly Step[] = [
    { id: other(id, 'a'), group, wave, kind: 'authorize', direction, rules: [after] },
    { id: other(id, 'b'), group, wave, kind: 'revoke', direction, rules: [before] },
  ];
  return steps.flatMap((step) => (step === apart ? two : [step]));
};

/** A rule for everybody that is there only for a while. */
export const addVisitor: Mutation = (steps, draw) => {
  const host = oneOf(
    steps.filter((step) => step.kind === 'authorize'),
    draw,
  );
  if (host === undefined) return undefined;
  const { id, group, direction, wave } = host;
  const visitor: PlannedRule = {
    direction,
    policy: oneOf(['accept', 'drop'] as const, draw) ?? 'accept',
    traffic: { protocol: 'all' },
    peer: { kind: 'cidr', cidr: '0.0.0.0/0' as Cidr },
    priority: oneOf([1, 4, 54], draw) ?? 1,
    description: 'for a while',
  };
  const leaving = (wavesOf(steps).at(-1) ?? 0) + 1;
  const rules = [visitor];
  const comes: Step = { id: other(id, 'in'), group, direction, wave, kind: 'authorize', rules };
  const goes: Step = { ...comes, id: other(id, 'out'), wave: leaving, kind: 'revoke' };
  return [comes, ...steps, goes].toSorted((a, b) => a.wave - b.wave);
};

interface Brought {
  readonly wave: number;
  readonly rule: PlannedRule;
}

/** Rules that the plan brings, two by two in both orders, where they can meet at a packet. */
function pairsOf(steps: readonly Step[]): readonly (readonly [Brought, Brought])[] {
  const brought = steps.flatMap((step): readonly Brought[] => {
    const { wave } = step;
    if (step.kind === 'modifyRule') return [{ wave, rule: step.after }];
    return step.kind === 'authorize' ? step.rules.map((rule) => ({ wave, rule })) : [];
  });
  return brought.flatMap((one) =>
    brought
      .filter((other) => other !== one && overlaps(boxOf(one.rule), boxOf(other.rule)))
      .map((other) => [one, other] as const),
  );
}

function withRule(
  steps: readonly Step[],
  chosen: PlannedRule,
  changed: PlannedRule,
): readonly Step[] {
  return steps.map((step) => {
    if (step.kind === 'authorize') {
      return { ...step, rules: step.rules.map((rule) => (rule === chosen ? changed : rule)) };
    }
    return step.kind === 'modifyRule' && step.after === chosen ? { ...step, after: changed } : step;
  });
}

/** A batch taken apart, so that its rules can go different ways. */
function onePerRule(step: Step): readonly Step[] {
  if (step.kind !== 'authorize' && step.kind !== 'revoke') return [step];
  return step.rules.map((rule, index): Step => {
    return { ...step, id: other(step.id, String(index)), rules: [rule] };
  });
}

function isFelt({ kind }: Step): boolean {
  return ['authorize', 'revoke', 'modifyRule', 'modifyInnerAccessPolicy'].includes(kind);
}

function inWaves(steps: readonly Step[], waveOf: (step: Step) => number): readonly Step[] {
  return steps.map((step) => ({ ...step, wave: waveOf(step) })).toSorted((a, b) => a.wave - b.wave);
}

function wavesOf(steps: readonly Step[]): readonly number[] {
  return [...new Set(steps.map(({ wave }) => wave))];
}

function oneOf<Item>(items: readonly Item[], draw: Draw): Item | undefined {
  return items.length === 0 ? undefined : items[draw(items.length)];
}

function twoOf<Item>(items: readonly Item[], draw: Draw): readonly [Item, Item] | undefined {
  const one = oneOf(items, draw);
  const second = oneOf(
    items.filter((item) => item !== one),
    draw,
  );
  return one === undefined || second === undefined ? undefined : [one, second];
}

function other(id: StepId, more: string): StepId {
  return `${id}.${more}` as StepId;
}
