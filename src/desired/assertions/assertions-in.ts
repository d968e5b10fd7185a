// What an assertion says in one target: the groups that its names and tags mean there.
import type { FlowAssertion, FlowEnd } from '../../model/flow-assertion.ts';
import { tagValue } from '../../model/group-identity.ts';
import type { DesiredGroup, PresentGroup } from '../../model/group.ts';
import type { WrittenAssertion, WrittenEnd } from './read-assertion.ts';

export interface TargetGroups {
  readonly target: string;
  readonly groups: readonly DesiredGroup[];
}

/** Undefined where it is about groups that are not in the target. */
export function assertionIn(
  written: WrittenAssertion,
  { target, groups }: TargetGroups,
): FlowAssertion | undefined {
  const present = groups.filter((group): group is PresentGroup => group.state === 'present');
  const names = new Set<string>(present.map(({ name }) => name));
  const isHere = [...written.from, ...written.to].every(
    (end) => end.kind !== 'group' || names.has(end.group),
  );
  if (!isHere) return undefined;
  const there = { target, groups };
  const [from, to] = [endsIn(written.from, there), endsIn(written.to, there)];
  if (from.length === 0 || to.length === 0) return undefined;
  const except = endsIn(written.except, there);
  const { name, expects, protocols, ports, mode, states, source } = written;
  return {
    ...{ name, expects, from, to, except, protocols, source },
    ...(ports === undefined ? {} : { ports }),
    ...(mode === undefined ? {} : { mode }),
    ...(states === undefined ? {} : { states }),
  };
}

/** With the groups that tags mean, each once; where they are written is not said any more. */
export function endsIn(
  ends: readonly WrittenEnd[],
  { target, groups }: TargetGroups,
): readonly FlowEnd[] {
  const present = groups.filter((group): group is PresentGroup => group.state === 'present');
  return ends.flatMap((end): readonly FlowEnd[] => {
    switch (end.kind) {
      case 'group':
        return [{ kind: 'group', group: end.group }];
      case 'addresses':
        return [{ kind: 'addresses', blocks: end.blocksIn(target) ?? [] }];
      case 'internet':
        return [{ kind: 'internet' }];
      case 'tag': {
        const names = new Set(groupsWithTag(end, present).map(({ name }) => name));
        return [...names].map((name) => ({ kind: 'group', group: name }));
      }
    }
  });
}

/** Those in whose files the tag is written. */
export function groupsWithTag(
  { key, value }: { readonly key: string; readonly value: string },
  groups: readonly PresentGroup[],
): readonly PresentGroup[] {
  return groups.filter(({ tags }) => tags !== undefined && tagValue(tags, key) === value);
}
