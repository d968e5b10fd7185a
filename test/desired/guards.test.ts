// Goal: whatever a change does to files, each guard from before it either holds, for all that it was
// about and with no more exceptions than it had, or is named as lost; and so do the guards of now.
// Method: two versions of a workspace on a tiny universe of groups and tags, made at random; what a
// guard is about is found here anew, from the same choices.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withGuardsOf } from '../../src/desired/guards.ts';
import type { FlowAssertion, FlowEnd } from '../../src/model/flow-assertion.ts';
import { loaded, parseGroups, twoTargetsText, workspaceText } from './workspace-text.ts';

const names = ['ga', 'gb', 'gc'] as const;
type Name = (typeof names)[number];
/** Its tag, or that it is to be absent; undefined where it has no file. */
type Fate = 'red' | 'blue' | 'absent' | undefined;
type Estate = Readonly<Record<Name, Fate>>;
type End = { readonly group: Name } | { readonly tag: 'red' | 'blue' };
interface Guard {
  readonly expects: 'allow' | 'deny';
  readonly to: End;
  readonly except: End | undefined;
}

const fate = fc.constantFrom<Fate>('red', 'blue', 'absent', undefined);
const estate: fc.Arbitrary<Estate> = fc.record({ ga: fate, gb: fate, gc: fate });
const end: fc.Arbitrary<End> = fc.oneof(
  fc.record({ group: fc.constantFrom(...names) }),
  fc.record({ tag: fc.constantFrom('red', 'blue') }),
);
const guard: fc.Arbitrary<Guard> = fc.record({
  expects: fc.constantFrom('allow', 'deny'),
  to: end,
  except: fc.option(end, { nil: undefined }),
});

function written(end: End): string {
  return 'group' in end ? `{ group: ${end.group} }` : `{ tag: { colour: ${end.tag} } }`;
}

function textOf({ expects, to, except }: Guard): string {
  const flow = `{ from: 10.0.0.0/8, to: ${written(to)}, protocol: tcp }`;
  const but = except === undefined ? '' : `, except: ${written(except)}`;
  return `protect: [{ name: guard, ${expects}: ${flow}${but} }]\n`;
}

/** Undefined where the guard is about groups that are not there, which is a fault of its own. */
function version(groups: Estate, guard: Guard | undefined, workspace = workspaceText) {
  const texts = names.flatMap((name) => {
    const is = groups[name];
    const rest = is === 'absent' ? 'state: absent' : `tags: { colour: ${is} }\ningress: []`;
    return is === undefined ? [] : [[`${name}.yaml`, `name: ${name}\n${rest}\n`] as const];
  });
  const protect = guard === undefined ? '' : textOf(guard);
  const read = parseGroups(Object.fromEntries(texts), { workspace: workspace + protect });
  return read.ok ? loaded(read) : undefined;
}

/** The groups that an end is about, from the choices that it was made of. */
function about(end: End | undefined, groups: Estate): readonly Name[] {
  if (end === undefined) return [];
  if ('group' in end) return [end.group];
  return names.filter((name) => groups[name] === end.tag);
}

function groupsOf(ends: readonly FlowEnd[]): readonly string[] {
  return ends.flatMap((one) => (one.kind === 'group' ? [one.group] : []));
}

function isAtLeast(one: FlowAssertion, guard: Guard, groups: Estate): boolean {
  const except = about(guard.except, groups);
  return (
    one.expects === guard.expects &&
    about(guard.to, groups).every((name) => groupsOf(one.to).includes(name)) &&
    groupsOf(one.except).every((name) => except.some((other) => other === name))
  );
}

test('no edit of files makes a guard from before say less, unless it is named as lost', () => {
  const seen = { held: 0, lost: 0 };
  fc.assert(
    fc.property(
      ...([estate, guard, estate, fc.option(guard, { nil: undefined })] as const),
      (then, guardThen, today, guardToday) => {
        const [before, now] = [version(then, guardThen), version(today, guardToday)];
        fc.pre(before !== undefined && now !== undefined);
        const { loaded: both, lost } = withGuardsOf(before, now);
        const protect = both.states[0]?.protect ?? [];
        const mustBeThere = about(guardThen.to, then).filter(
          (name) =>
            today[name] === undefined ||
            (today[name] === 'absent' && guardThen.expects === 'allow'),
        );
        expect(lost.protect.flatMap(({ groups }) => groups)).toEqual(
          expect.arrayContaining([...mustBeThere]),
        );
        expect(lost.protect.length > 0).toBe(mustBeThere.length > 0);
        const holds = protect.some((one) => isAtLeast(one, guardThen, then));
        if (lost.protect.length === 0) expect(holds).toBe(true);
        seen[lost.protect.length === 0 ? 'held' : 'lost']++;
        const own = now.states[0]?.protect ?? [];
        expect(protect).toEqual(expect.arrayContaining([...own]));
      },
    ),
    { numRuns: 150 },
  );
  expect(Math.min(seen.held, seen.lost)).toBeGreaterThan(10);
});

test('the same guard is there once, and both of two that differ', () => {
  const all: Estate = { ga: 'red', gb: 'blue', gc: undefined };
  const deny: Guard = { expects: 'deny', to: { tag: 'red' }, except: { group: 'gb' } };
  const [before, now] = [version(all, deny), version(all, deny, `${workspaceText}\n`)];
  const other = version(all, { ...deny, except: undefined });
  if (!before || !now || !other) throw new Error('these have no faults');
  const same = withGuardsOf(before, now);
  expect(same.counts.protect).toEqual({ before: 1, more: 0 });
  // The one in the file that people have before them.
  expect(same.loaded.states[0]?.protect?.map(({ source }) => source.line)).toEqual([7]);
  const both = withGuardsOf(before, other);
  expect(both.counts.protect).toEqual({ before: 1, more: 1 });
  expect(both.loaded.states[0]?.protect).toHaveLength(2);
});

test('a guard holds in each target that has its groups, also in one that is new', () => {
  const web = { 'web.yaml': 'name: web\ntags: { colour: red }\ningress: []\n' };
  const inBoth = { 'web.yaml': `${web['web.yaml']}target: [canary, prod]\n` };
  const deny: Guard = { expects: 'deny', to: { tag: 'red' }, except: undefined };
  const before = loaded(parseGroups(web, { workspace: workspaceText + textOf(deny) }));
  const now = loaded(parseGroups(inBoth, { workspace: twoTargetsText }));
  const { loaded: both, counts } = withGuardsOf(before, now);
  const guarded = both.states.map(({ target, protect }) => [target.name, protect?.length]);
  expect(guarded).toEqual([
    ['canary', 1],
    ['prod', 1],
  ]);
  expect(counts.protect).toEqual({ before: 1, more: 0 });
});

test('limits from before are the limits, then those that only the later version has', () => {
  const group = { 'web.yaml': 'name: web\ntarget: prod\n' };
  const of = (text: string, workspace = workspaceText) =>
    loaded(parseGroups(group, { workspace: `${workspace}${text}\n` }));
  const before = of('limits: { groups: 5, rules: 30%, deletes: 1 }');
  const now = of('limits: { groups: 9, rules: 10%, headroom: 10% }', twoTargetsText);
  // The canary is new, and guarded as the workspace was.
  for (const { limits } of withGuardsOf(before, now).loaded.states) {
    expect(limits).toEqual({ ...now.state.limits, ...before.state.limits });
    expect(limits?.headroom?.amount).toEqual({ kind: 'percent', percent: 10 });
    expect(limits?.rules?.source?.line).toBe(6);
  }
  const dropped = withGuardsOf(before, of('')).loaded.states[0];
  expect(dropped?.limits).toEqual(before.state.limits);
  const none = withGuardsOf(of(''), of('')).loaded.states[0];
  expect(none && 'limits' in none).toBe(false);
});

test('what the command line says of a limit wins over both versions', () => {
  const of = (limits: string) =>
    loaded(parseGroups({ 'web.yaml': 'name: web\n' }, { workspace: `${workspaceText}${limits}` }));
  const before = of('limits: { rules: 30%, deletes: 1 }\n');
  const now = of('limits: { deletes: 5 }\n');
  const deletes = { amount: { kind: 'count', count: 2 } } as const;
  const run = { ...now, states: now.states.map((state) => ({ ...state, limits: { deletes } })) };
  const [state] = withGuardsOf(before, run).loaded.states;
  expect(state?.limits).toEqual({ rules: before.state.limits?.rules, deletes });
});

test('targets that change their names with each other keep the addresses and exceptions of their places', () => {
  const place = (number: number) =>
    `{ account: '100000000000000${number}', region: cn-hangzhou, vpc: vpc-${number}, networks: { office: [10.${number}.0.0/16] } }`;
  const protect = `protect: [{ name: guard, deny: { from: internet, to: { group: web }, protocol: tcp }, except: [office, { tag: { colour: red } }] }]`;
  const version = (one: string, two: string, guard = '') => {
    const workspace = `version: 1\nowner: edge\ngroups: groups/*.yaml\nwaves: [[one], [two]]\ntargets: { one: ${one}, two: ${two} }\n${guard}\n`;
    const files = {
      'web.yaml': `name: web\ntarget: '*'\ningress: []\n`,
      'red.yaml': `name: red\ntarget: one\ntags: { colour: red }\ningress: []\n`,
    };
    return loaded(parseGroups(files, { workspace }));
  };
  const before = version(place(1), place(2), protect);
  const swapped = withGuardsOf(before, version(place(2), place(1)));
  const exceptions = swapped.loaded.states.map(({ target, protect: guards }) => [
    target.vpc,
    guards?.map(({ except }) => except),
  ]);
  const office = (block: string) => ({ kind: 'addresses', blocks: [block] });
  expect(exceptions).toEqual([
    ['vpc-2', [[office('10.2.0.0/16')]]],
    ['vpc-1', [[office('10.1.0.0/16'), { kind: 'group', group: 'red' }]]],
  ]);
});

test('in a target that is new, no group is an exception by its tag', () => {
  const guard =
    'protect: [{ name: g, deny: { from: internet, to: { group: web }, protocol: tcp }, except: { tag: { colour: red } } }]\n';
  const version = (workspace: string, target: string) => {
    const files = {
      'web.yaml': `name: web\ntarget: '${target}'\ningress: []\n`,
      'red.yaml': `name: red\ntarget: '${target}'\ntags: { colour: red }\ningress: []\n`,
    };
    return loaded(parseGroups(files, { workspace }));
  };
  const { loaded: guarded } = withGuardsOf(
    version(workspaceText + guard, 'prod'),
    version(twoTargetsText, '*'),
  );
  const exceptions = guarded.states.map(({ target, protect }) => [
    target.name,
    protect?.map(({ except }) => except),
  ]);
  expect(exceptions).toEqual([
    ['canary', [[]]],
    ['prod', [[{ kind: 'group', group: 'red' }]]],
  ]);
});
