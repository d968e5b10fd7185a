// Goal: a plan says exactly which traffic it opens and closes, as a whole, step by step, and on its way
// back.
// Method: every packet of the tiny universe is put to an oracle before and after the plan was applied,
// group by group, and to what the plan says.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccessChange, PlanAccess } from '../../src/model/access.ts';
import type { Step } from '../../src/model/step.ts';
import type { TrafficSet } from '../../src/model/traffic-window.ts';
import { termTest, type SaidSet } from '../reach/access/in-set.ts';
import { Oracle } from '../oracle.ts';
import { runs } from '../runs.ts';
import { applied, lastKind, momentOf, planFrom, worldOf } from './in-process.ts';
import type { Moment } from './moments.ts';
import { groupNames, seededId } from './names.ts';
import { packets } from './packets.ts';
import { scenarios, type Scenario } from './universe.ts';

const oracle = new Oracle(packets);

test('what opens and what closes is what the oracle finds, group by group', async () => {
  const seen = { opened: 0, closed: 0, steps: 0 };
  await fc.assert(
    fc.asyncProperty(scenarios({ twins: true }), async ({ desired, seeds, surviving }) => {
      const { emulator, send } = worldOf(seeds);
      const before = momentOf(emulator);
      const plan = await planFrom(desired, send);
      expect(lastKind(await applied(plan, send))).toBe('verified');
      const after = momentOf(emulator);
      const { undo, access } = plan;
      const made = new Set(
        plan.steps.flatMap(({ kind, group }) => (kind === 'createGroup' ? [group] : [])),
      );
      const said = { access, made };
      if (undo !== undefined) expect(lastKind(await applied(undo, send))).toBe('verified');
      const back = momentOf(emulator);
      for (const group of surviving) {
        const name = groupNames.find((one) => seededId(one) === group.id) ?? '';
        const [was = [], is = [], again = []] = [before, after, back].map((moment) =>
          passesOn(moment, group),
        );
        const [opened, closed] = [changed(was, is), changed(is, was)];
        seen.opened += opened.filter(Boolean).length;
        seen.closed += closed.filter(Boolean).length;
        expect(packetsIn(said, name, 'opens')).toEqual(opened);
        expect(packetsIn(said, name, 'closes')).toEqual(closed);
        const steps = plan.steps.filter((step) => step.group === name);
        seen.steps += steps.length;
        expect(stepped(was, steps, said)).toEqual(is);
        // What comes back has another id, which no packet of the universe knows.
        if (undo === undefined || plan.steps.some(({ kind }) => kind === 'deleteGroup')) continue;
        expect(packetsIn({ access: undo.access, made }, name, 'opens')).toEqual(changed(is, again));
        expect(packetsIn({ access: undo.access, made }, name, 'closes')).toEqual(
          changed(again, is),
        );
      }
    }),
    { numRuns: runs(400) },
  );
  expect(Math.min(seen.opened, seen.closed, seen.steps)).toBeGreaterThan(runs(400));
});

interface Said {
  readonly access: PlanAccess;
  /** Groups that the plan made. */
  readonly made: ReadonlySet<string>;
}

/** By the number of the packet, whether it passes on an interface that is in the group alone. */
function passesOn(moment: Moment, { id, type }: Scenario['surviving'][number]): readonly boolean[] {
  const group = moment.get(id);
  if (group === undefined) throw new Error(`there is no ${id}`);
  return oracle.decide({ type, groups: [group] }).map((verdict) => verdict === 'accept');
}

function changed(was: readonly boolean[], is: readonly boolean[]): readonly boolean[] {
  return was.map((passes, at) => !passes && is[at] === true);
}

/** What passes once each step has done what the plan says of it. */
function stepped(
  was: readonly boolean[],
  steps: readonly Step[],
  { access: { steps: effects }, made }: Said,
): readonly boolean[] {
  let now = was;
  for (const { id } of steps) {
    const { opens = [], closes = [] } = effects[id] ?? {};
    const [opened, closed] = [opens, closes].map((sets) =>
      membersOf(
        sets.map((traffic) => ({ traffic })),
        made,
      ),
    );
    now = now.map((passes, at) => (passes && closed?.[at] !== true) || opened?.[at] === true);
  }
  return now;
}

function packetsIn(
  { access: { changes }, made }: Said,
  name: string,
  effect: AccessChange['effect'],
): readonly boolean[] {
  const own = changes.filter(
    (change) =>
      change.effect === effect &&
      change.scopes.some(({ groups }) => groups.length === 1 && groups[0] === name),
  );
  return membersOf(own, made);
}

/** By the number of the packet, whether it is in one of them. */
function membersOf(terms: readonly SaidSet[], made: ReadonlySet<string>): readonly boolean[] {
  const tests = terms.map(({ traffic, but = [] }) =>
    termTest({
      traffic: withIds(traffic, made),
      but: but.map((set) => withIds(set, made)),
    }),
  );
  return packets.map((packet) => tests.some((isIn) => isIn(packet)));
}

/** A packet knows groups by their ids, a plan by our names; what a plan made has an id of its own. */
function withIds(set: TrafficSet, made: ReadonlySet<string>): TrafficSet {
  const isOurs = (name: string) => (groupNames as readonly string[]).includes(name);
  const idOf = (name: string) => (isOurs(name) && !made.has(name) ? seededId(name) : name);
  const { within, without, ...others } = set;
  return {
    ...others,
    ...(within === undefined ? {} : { within: within.map(idOf) }),
    ...(without === undefined ? {} : { without: without.map(idOf) }),
  };
}
