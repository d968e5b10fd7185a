// Goal: a tag may have any key, also one that every object of the language seems to have already.
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { renderDrift } from '../../src/report/drift/drift-text.ts';
import { targetDrift } from '../../src/report/drift/target-drift.ts';
import { renderPlan } from '../../src/report/plan-text.ts';
import { applied, lastKind, planFrom, planOf, readLive, worldOf } from './in-process.ts';
import { group, outline, ownTags, seed, wanted } from './words.ts';

const plain = picocolors.createColors(false);

test.each(['constructor', 'toString', 'hasOwnProperty'])(
  'a tag %s that is written and missing is planned, and shown as new',
  async (key) => {
    const desired = wanted(group('web', { tags: { [key]: 'x' } }));
    const live = await readLive(desired, worldOf([seed('web')]).send);
    const plan = planOf(desired, live);
    expect(outline(plan)).toEqual(['0 web tagGroup']);
    expect(renderPlan(plan, plain)).toContain(`+   tag ${key} "x"\n`);
    const drift = targetDrift(plan, desired, live);
    expect(renderDrift(drift, plain, { next: [] })).toContain(`- tag ${key} "x" is missing\n`);
  },
);

test.each(['constructor', 'toString', 'hasOwnProperty'])(
  'a live tag %s that is not written is taken off, and verified',
  async (key) => {
    const tags = { ...ownTags('web'), [key]: 'x', other: 'y' };
    const { send } = worldOf([seed('web', [], { tags })]);
    const plan = await planFrom(wanted(group('web', { tags: { other: 'y' } })), send);
    expect(outline(plan)).toEqual(['0 web untagGroup']);
    expect(lastKind(await applied(plan, send))).toBe('verified');
  },
);
