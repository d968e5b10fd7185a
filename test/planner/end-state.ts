// Whether the cloud is as it was written to be, compared rule by rule in the cloud's own words.
import { expect } from 'vitest';
import type { Emulator, EmulatorSnapshot } from '../../src/emulator/emulator.ts';
import type { PresentGroup } from '../../src/model/group.ts';
import { directions, type Direction, type WrittenRule } from '../../src/model/rule.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { owner, seededId } from './names.ts';
import { matchText, rankedText, wireOfRule } from './wire-words.ts';

type Group = EmulatorSnapshot['groups'][number];
type Rule = Group['rules'][number];
export type Groups = readonly Group[];

export function groupsOf(emulator: Emulator): Groups {
  return emulator.snapshot().groups;
}

/** Groups that nobody wrote must be exactly as they were. */
export function expectEnd(
  { groups, prune }: DesiredState,
  {
    before,
    after,
    kept = new Set(),
  }: {
    readonly before: Groups;
    readonly after: Groups;
    /** Groups of ours that stay although no file names them and those go. */
    readonly kept?: ReadonlySet<string>;
  },
): void {
  const names = new Map(groups.map((group) => [nowCalled(group.name, after)?.id, group] as const));
  const adopted = groups.flatMap((group) => (group.state === 'present' ? (group.adopt ?? []) : []));
  const unwritten = (group: Group) => {
    const isOurs = groups.some(({ name }) => isCalled(group, name));
    return !isOurs && !adopted.some((id) => id === group.id);
  };
  const released = groups.flatMap(({ state, name }) => {
    const was = nowCalled(name, before);
    return state === 'released' && was !== undefined ? [was] : [];
  });
  const isReleased = ({ id }: Group) => released.some((was) => was.id === id);
  const isPruned = ({ tags }: Group) =>
    prune === true && tags['sluice:owner'] === owner && !kept.has(tags['sluice:group'] ?? '');
  expect(after.filter((group) => !names.has(group.id) && !isReleased(group))).toEqual(
    before.filter((group) => unwritten(group) && !isPruned(group)),
  );
  expect(after.filter(isReleased)).toEqual(before.filter(isReleased).map(withoutOwnership));
  for (const group of groups) {
    if (group.state === 'released') continue;
    const is = nowCalled(group.name, after);
    if (group.state === 'absent') {
      expect(is).toBeUndefined();
      continue;
    }
    const was = before.find(({ id }) => id === is?.id);
    expectAttributes(group, { was, is });
    for (const direction of directions) {
      const rules = { was: rulesOf(was, direction), is: rulesOf(is, direction) };
      const written = group[direction];
      if (written === undefined) expect(rules.is).toEqual(rules.was);
      else {
        const idOf = (name: string) => nowCalled(name, after)?.id ?? '';
        expectRules(written, { ...withoutKept(group, rules), idOf });
      }
    }
  }
}

/** All of it, but the two tags that made it ours. */
function withoutOwnership(group: Group): Group {
  const others = Object.entries(group.tags).filter(
    ([key]) => key !== 'sluice:owner' && key !== 'sluice:group',
  );
  return { ...group, tags: Object.fromEntries(others) };
}

interface Both {
  readonly was: Group | undefined;
  readonly is: Group | undefined;
}

function expectAttributes(group: PresentGroup, { was, is }: Both): void {
  const inner = { accept: 'Accept', drop: 'Drop' } as const;
  const ours = { 'sluice:owner': owner, 'sluice:group': group.name };
  const firstPolicy = group.type === 'normal' ? 'Accept' : 'Drop';
  const clears = group.description === undefined || group.description === '';
  expect(is).toMatchObject({
    name: group.cloudName,
    type: group.type,
    // The API cannot clear a description.
    description: clears ? (was?.description ?? '') : group.description,
    innerAccessPolicy: group.innerAccessPolicy
      ? inner[group.innerAccessPolicy]
      : (was?.innerAccessPolicy ?? firstPolicy),
    resourceGroupId: group.resourceGroup ?? was?.resourceGroupId ?? '',
  });
  // A hold is nobody's to write, and so nobody's to take off.
  const holds = Object.entries(was?.tags ?? {}).filter(([key]) => key.startsWith('sluice:hold-'));
  const kept = { ...(group.tags ?? was?.tags), ...Object.fromEntries(holds) };
  expect(is?.tags).toEqual({ ...kept, ...ours });
}

/** Of an additive group, rules that neither are written nor should be absent stay as they are. */
function withoutKept(
  { ingress = [], egress = [], additive }: PresentGroup,
  { was, is }: { readonly was: readonly Rule[]; readonly is: readonly Rule[] },
) {
  if (additive === undefined) return { was, is };
  const idOf = (name: string) => seededId(name);
  const known = new Set(
    [...ingress, ...egress, ...additive.absent].map((rule) => matchText(wireOfRule(rule, idOf))),
  );
  const kept = was.filter((rule) => !known.has(matchText(rule)));
  const ids = new Set(kept.map(({ SecurityGroupRuleId }) => SecurityGroupRuleId));
  const isKept = ({ SecurityGroupRuleId }: Rule) => ids.has(SecurityGroupRuleId);
  expect(is.filter(isKept)).toEqual(kept);
  return { was, is: is.filter((rule) => !isKept(rule)) };
}

/** No rule is made anew that was there, unless to be without its description. */
function expectRules(
  written: readonly WrittenRule[],
  {
    was,
    is,
    idOf,
  }: {
    readonly was: readonly Rule[];
    readonly is: readonly Rule[];
    readonly idOf: (name: string) => string;
  },
): void {
  const wanted = written.map((rule) => wireOfRule(rule, idOf));
  expect(is.map(rankedText).toSorted()).toEqual(wanted.map(rankedText).toSorted());
  for (const [index, rule] of wanted.entries()) {
    const { description } = written[index] ?? {};
    const found = is.find((one) => rankedText(one) === rankedText(rule));
    const same = was.filter((one) => matchText(one) === matchText(rule));
    const equal = same.filter((one) => rankedText(one) === rankedText(rule));
    const kept = equal.length > 0 ? equal : same;
    const isSame =
      description === undefined || equal.some((one) => one.Description === description);
    const ids = equal.map((one) => one.SecurityGroupRuleId);
    if (ids.length > 0 && isSame) expect(ids).toContain(found?.SecurityGroupRuleId);
    const old = kept.map((one) => one.Description ?? '');
    expect(rule.Description ? [rule.Description] : ['', ...old]).toContain(
      found?.Description ?? '',
    );
  }
}

/** Snapshots leave out what is unset, the priority 1 and the policy Accept among it. */
function complete(rule: Rule): Rule {
  return { Priority: 1, Policy: 'Accept', ...rule };
}

function rulesOf(group: Group | undefined, direction: Direction): readonly Rule[] {
  const rules = group?.rules.filter((rule) => rule.Direction === direction) ?? [];
  return rules.map(complete);
}

function isCalled({ tags }: Group, name: string): boolean {
  return tags['sluice:owner'] === owner && tags['sluice:group'] === name;
}

function nowCalled(name: string, groups: Groups): Group | undefined {
  return groups.find((group) => isCalled(group, name));
}
