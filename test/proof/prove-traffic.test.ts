// Goal: what the proof says of a plan, in small examples: the two smallest plans that hurt when they
// run in the wrong order, a hole and an outage; and what it takes into account.
import { describe, expect, test } from 'vitest';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { GroupContent } from '../../src/model/group.ts';
import type { Meetings } from '../../src/model/meetings.ts';
import type { WrittenRule } from '../../src/model/rule.ts';
import type { Change, Step, StepId } from '../../src/model/step.ts';
import { proveTraffic, type TrafficProof } from '../../src/proof/prove-traffic.ts';
import { accept, drop, named } from '../planner/words.ts';
import { placeOf } from '../reach/regions.ts';

const everyone = '0.0.0.0/0';
const budget = { looksMax: 1000, faultsMax: 100 };
const [web, app, db] = ['web', 'app', 'db'] as GroupName[] as [GroupName, GroupName, GroupName];

function having(...rules: readonly WrittenRule[]): GroupContent {
  return {
    cloudName: '',
    description: '',
    type: 'normal',
    innerAccessPolicy: 'drop',
    tags: {},
    rules,
  };
}

/** Calls of `web` unless another group is named; each in a wave of its own unless one is given. */
function stepsOf(
  ...changes: readonly (Change & { readonly group?: GroupName; readonly wave?: number })[]
): readonly Step[] {
  return changes.map((change, index) => {
    return { group: web, wave: index, ...change, id: `step-${index}` as StepId };
  });
}

function authorize(...rules: readonly WrittenRule[]) {
  const direction = rules[0]?.direction ?? 'ingress';
  return { kind: 'authorize', direction, rules } as const;
}

function revoke(...rules: readonly WrittenRule[]) {
  const direction = rules[0]?.direction ?? 'ingress';
  return { kind: 'revoke', direction, rules } as const;
}

function proofOf(
  groups: Readonly<Record<string, GroupContent>>,
  steps: readonly Step[],
  meetings: Partial<Meetings> = {},
): TrafficProof {
  const names = Object.keys(groups) as GroupName[];
  return proveTraffic(new Map(names.map((name) => [name, groups[name] ?? having()])), steps, {
    meetings: { areKnown: true, sets: names.map((name) => new Set([name])), ...meetings },
    budget,
  });
}

/** In the wave that brings it, and in the next one, which mends it: it may last until its end. */
function untilMended<Fault>(fault: Fault): readonly (Fault & { readonly wave: number })[] {
  return [0, 1].map((wave) => ({ ...fault, wave }));
}

/** Bounds on the address line. */
function from(first: string, last: string): readonly [bigint, bigint] {
  return [placeOf(first), placeOf(last) + 1n];
}

const anyPort = [{ first: 1, last: 65535 }];
const tcp = [{ first: 6, last: 6 }];
const allOfIpv4 = [from('0.0.0.0', '255.255.255.255')];

describe('the hole: SSH is closed to everyone, and ports up to 1024 are opened', () => {
  const close = drop('tcp 22', everyone);
  const open = accept('tcp 1-1024', everyone, { priority: 10 });

  test('opened first, SSH is open to everyone until it is closed', () => {
    const { faults, isComplete } = proofOf(
      { web: having() },
      stepsOf(authorize(open), authorize(close)),
    );
    const fault = {
      effect: 'open',
      when: 'always',
      groups: [web],
      region: {
        direction: 'ingress',
        protocols: tcp,
        ports: [{ first: 22, last: 22 }],
        sourcePorts: anyPort,
        locals: allOfIpv4,
        peers: allOfIpv4,
        within: [],
        without: [],
      },
    };
    expect(faults).toEqual(untilMended(fault));
    expect(isComplete).toBe(true);
  });

  test('in one call of one wave it may be open, too', () => {
    const { faults } = proofOf({ web: having() }, stepsOf(authorize(close, open)));
    expect(faults).toMatchObject([{ wave: 0, effect: 'open', when: 'always' }]);
  });

  test('closed first, there is no fault', () => {
    const proof = proofOf({ web: having() }, stepsOf(authorize(close), authorize(open)));
    expect(proof).toMatchObject({ faults: [], isComplete: true });
  });
});

describe('the outage: SSH is closed to a network, but for a part of it', () => {
  const before = having(accept('tcp 1-65535', '10.0.0.0/8', { priority: 50 }));
  const keep = accept('tcp 22', '10.1.0.0/16');
  const close = drop('tcp 22', '10.0.0.0/8', { priority: 10 });

  test('closed first, the part is cut off until it is accepted', () => {
    const { faults } = proofOf({ web: before }, stepsOf(authorize(close), authorize(keep)));
    const fault = {
      effect: 'cut',
      when: 'always',
      groups: [web],
      region: {
        direction: 'ingress',
        protocols: tcp,
        ports: [{ first: 22, last: 22 }],
        sourcePorts: anyPort,
        locals: allOfIpv4,
        peers: [from('10.1.0.0', '10.1.255.255')],
        within: [],
        without: [],
      },
    };
    expect(faults).toEqual(untilMended(fault));
  });

  test('accepted first, there is no fault', () => {
    expect(proofOf({ web: before }, stepsOf(authorize(keep), authorize(close))).faults).toEqual([]);
  });
});

describe('what is on the interface counts', () => {
  const open = accept('tcp 443', everyone, { priority: 5 });
  const moved = { ...open, priority: 9 };
  const clumsy = stepsOf(revoke(open), authorize(moved));

  test('a rule that is gone for a moment cuts its packets off', () => {
    const { faults } = proofOf({ web: having(open) }, clumsy);
    expect(faults).toMatchObject(untilMended({ effect: 'cut', when: 'always' }));
  });

  test('another rule of the group that accepts them makes up for it, on this interface', () => {
    const whole = accept('tcp 1-65535', everyone, { priority: 20 });
    const { faults } = proofOf({ web: having(open, whole) }, clumsy);
    expect(faults).toMatchObject(untilMended({ effect: 'cut', when: 'inCombination' }));
  });

  test('one that comes before both makes it nobody’s business, on any interface', () => {
    const first = drop('all', everyone);
    expect(proofOf({ web: having(open, first) }, clumsy).faults).toEqual([]);
  });

  test('a rule of another group makes up for it only where the two are together', () => {
    const groups = { web: having(open), app: having(accept('all', everyone, { priority: 3 })) };
    const together = { sets: [new Set([web, app])] };
    expect(proofOf(groups, clumsy, together).faults).toEqual([]);
    const alone = untilMended({ groups: [web], when: 'always' });
    expect(proofOf(groups, clumsy).faults).toMatchObject(alone);
    const unknown = { areKnown: false, ...together };
    expect(proofOf(groups, clumsy, unknown).faults).toMatchObject(alone);
  });

  test('a group on no interface cannot be hurt', () => {
    expect(proofOf({ web: having(open) }, clumsy, { sets: [] }).faults).toEqual([]);
  });

  // One decides before, one after, one in between: it never takes more than three.
  test('it takes three groups to see what no two of them show', () => {
    const rules = {
      web: having(accept('tcp 443', everyone, { priority: 9 })),
      app: having(),
      db: having(),
    };
    const steps = stepsOf(
      { ...authorize(drop('tcp 443', everyone, { priority: 5 })), group: app },
      { ...authorize(accept('tcp 443', everyone, { priority: 2 })), group: db },
    );
    const all = { areKnown: false, sets: [new Set([web, app, db])] };
    const certain = proofOf(rules, steps, all).faults.filter(({ when }) => when === 'always');
    expect(certain).toMatchObject(untilMended({ effect: 'cut', groups: [app, db, web] }));
  });
});

describe('a packet may be of three groups at once', () => {
  const kept = accept('tcp 443', named('x'), { priority: 9 });
  const between = drop('tcp 443', named('y'), { priority: 5 });
  const last = accept('tcp 443', named('z'), { priority: 2 });
  const surprise = { effect: 'cut', when: 'always', region: { within: ['x', 'y', 'z'] } };

  test('and only then be cut off, where one of the rules stays', () => {
    const { faults } = proofOf({ web: having(kept) }, stepsOf(authorize(between), authorize(last)));
    const certain = faults.filter(({ when }) => when === 'always');
    expect(inOrder(certain)).toMatchObject(untilMended(surprise));
  });

  test('and only then be cut off, where all of them come or go', () => {
    const steps = stepsOf(authorize(between), authorize(last), revoke(kept));
    const { faults } = proofOf({ web: having(kept) }, steps);
    const certain = faults.filter(({ when }) => when === 'always');
    expect(inOrder(certain)).toMatchObject(untilMended(surprise));
  });
});

/** With the names of the groups sorted. */
function inOrder(faults: TrafficProof['faults']) {
  return faults.map(({ region, ...fault }) => ({
    ...fault,
    region: { ...region, within: region.within.toSorted() },
  }));
}

describe('what else there is in a plan', () => {
  test('an inner access policy that accepts is a rule before all rules', () => {
    const within = accept('all', named('web'), { priority: 50 });
    const before = { ...having(), innerAccessPolicy: 'accept' } as const;
    const refuse = { kind: 'modifyInnerAccessPolicy', before: 'accept', after: 'drop' } as const;
    const wrong = stepsOf(refuse, authorize(within));
    const region = { direction: 'ingress', within: [web] };
    expect(proofOf({ web: before }, wrong).faults).toMatchObject(
      untilMended({ effect: 'cut', when: 'always', region }),
    );
    expect(proofOf({ web: before }, stepsOf(authorize(within), refuse)).faults).toEqual([]);
  });

  test('what leaves a normal group is accepted where no rule drops it', () => {
    const egress = { direction: 'egress', priority: 5 } as const;
    const wide = drop('all', everyone, egress);
    const wrong = stepsOf(
      revoke(wide),
      authorize(drop('all', everyone, { ...egress, priority: 6 })),
    );
    expect(proofOf({ web: having(wide) }, wrong).faults).toMatchObject(
      untilMended({ effect: 'open', when: 'always', region: { direction: 'egress' } }),
    );
    const advanced = { ...having(wide), type: 'enterprise' } as const;
    expect(proofOf({ web: advanced }, wrong).faults).toMatchObject(
      untilMended({ when: 'inCombination' }),
    );
  });

  test('a rule turned into another is one operation, and two are not', () => {
    const [before, after] = [
      accept('tcp 80', everyone),
      accept('tcp 80', everyone, { priority: 7 }),
    ];
    const turn = { kind: 'modifyRule', direction: 'ingress', before, after } as const;
    expect(proofOf({ web: having(before) }, stepsOf(turn)).faults).toEqual([]);
    const apart = stepsOf({ ...authorize(after), wave: 0 }, { ...revoke(before), wave: 0 });
    expect(proofOf({ web: having(before) }, apart).faults).toMatchObject([
      { wave: 0, effect: 'cut', when: 'always' },
    ]);
  });

  test('a fault lasts from the wave that brings it to the one that mends it', () => {
    const rule = accept('tcp 80', everyone);
    const steps = stepsOf(
      revoke(rule),
      authorize(accept('udp 53', everyone)),
      authorize({ ...rule, priority: 2 }),
    );
    const { faults } = proofOf({ web: having(rule) }, steps);
    expect(faults.map(({ wave }) => wave)).toEqual([0, 2]);
  });

  test('a plan that changes what is not there is a bug', () => {
    const gone = revoke(accept('tcp 80', everyone));
    expect(() => proofOf({ web: having() }, stepsOf(gone))).toThrow('changes what is not there');
  });

  test('with too small a budget nothing is proved', () => {
    const rules = [1, 2, 3, 4].map((port) => accept(`tcp ${port}`, everyone));
    const proof = proveTraffic(new Map([[web, having()]]), stepsOf(authorize(...rules)), {
      meetings: { areKnown: false, sets: [new Set([web])] },
      budget: { looksMax: 3, faultsMax: 1 },
    });
    expect(proof).toMatchObject({ faults: [], isComplete: false });
  });
});
