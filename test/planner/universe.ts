// A universe so small that things collide: three groups, blocks within four addresses of each
// family, a handful of ports and priorities. In a larger one random rules would never meet.
// Desired states obey what src/desired guarantees.
import fc from 'fast-check';
import type { SeedGroup, SeedRule } from '../../src/emulator/seed.ts';
import type { Cidr } from '../../src/model/cidr.ts';
import type { GroupId } from '../../src/model/group-identity.ts';
import type { DesiredGroup, GroupType } from '../../src/model/group.ts';
import type { Peer } from '../../src/model/peer.ts';
import type { Direction, Rule, WrittenRule } from '../../src/model/rule.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { groupNames, othersId, owner, region, seededId, target } from './names.ts';
import { entry, sketch, type Entry, type Match, type Sketch } from './sketches.ts';
import { oddlySpelled, wireOfRule } from './wire-words.ts';

export interface Scenario {
  readonly desired: DesiredState;
  /** The live groups, the one of somebody else included. */
  readonly seeds: readonly SeedGroup[];
  /** Groups of ours that are there before and after, whose members may be hit. */
  readonly surviving: readonly { readonly id: string; readonly type: GroupType }[];
}

/** `twins`: whether the live state may hold one match at two priorities. */
export function scenarios({ twins }: { readonly twins: boolean }): fc.Arbitrary<Scenario> {
  const sketches = groupNames.map((name) => sketch(name, { twins }));
  return fc
    .tuple(fc.array(entry({ twins }), { maxLength: 3 }), ...sketches)
    .map(([others, ...groups]) => toScenario(groups, others));
}

/** The state of a group that is neither wished away nor half of both. */
function toScenario(drawn: readonly Sketch[], others: readonly Entry[]): Scenario {
  const prune = drawn.some(({ after }) => after === 'pruned');
  const sketches = drawn.map((sketch): Sketch => {
    const { before, after } = sketch;
    const isWritten = after !== 'unwritten' && after !== 'pruned';
    if (before === 'adoptable' || (before === 'missing' && !isWritten)) {
      return { ...sketch, after: 'present' };
    }
    return prune && !isWritten ? { ...sketch, after: 'pruned' } : sketch;
  });
  const written = sketches.flatMap((sketch, index) => desiredGroup(sketch, index, sketches) ?? []);
  const seeds = sketches.flatMap((sketch, index) => seedGroup(sketch, index, sketches) ?? []);
  return {
    desired: { owner, target, groups: written, ...(prune && { prune }) },
    seeds: [...seeds, othersGroup(others)],
    surviving: sketches.flatMap(({ type, before, after }, index) =>
      before === 'missing' || after === 'absent' || after === 'pruned'
        ? []
        : [{ id: seededId(groupNames[index] ?? ''), type }],
    ),
  };
}

function desiredGroup(
  sketch: Sketch,
  index: number,
  all: readonly Sketch[],
): DesiredGroup | undefined {
  const name = groupNames[index];
  if (name === undefined) return undefined;
  if (sketch.after === 'unwritten' || sketch.after === 'pruned') return undefined;
  const source = { file: `groups/${name}.yaml`, line: 1, column: 1 };
  if (sketch.after === 'absent' || sketch.after === 'released') {
    return { state: sketch.after, name, source };
  }
  const isEnterprise = sketch.type === 'enterprise';
  const [, resourceGroup] = sketch.resourceGroup;
  const [, inner] = sketch.inner;
  const rules = sketch.entries.flatMap(({ match, desired }, line): WrittenRule[] => {
    const peer = desired && peerOf(match, { index, all, side: 'after' });
    if (peer === undefined || desired === undefined) return [];
    const place = { ...source, line: line + 10 };
    return [{ ...ruleOf(match, peer, desired), source: place }];
  });
  const inDirection = (direction: Direction) =>
    sketch.isWritten[direction] ? rules.filter((rule) => rule.direction === direction) : undefined;
  // Also rules that are not there now, and those whose peers are unlikely ever to be.
  const absent = sketch.entries.flatMap(({ match, desired, isAbsent }, line): WrittenRule[] => {
    const side = (at: 'before' | 'after') => peerOf(match, { index, all, side: at });
    const peer = side('before') ?? side('after');
    const isReleased =
      peer?.kind === 'group' && all[groupNames.indexOf(peer.group)]?.after === 'released';
    const isSaid =
      isAbsent && !isReleased && desired === undefined && sketch.isWritten[match.direction];
    if (peer === undefined || !isSaid) return [];
    const place = { ...source, line: line + 50 };
    return [{ ...ruleOf(match, peer, { priority: 1, description: undefined }), source: place }];
  });
  return {
    state: 'present',
    name,
    cloudName: name,
    type: sketch.type,
    description: sketch.description[1],
    innerAccessPolicy: isEnterprise && inner === 'accept' ? undefined : inner,
    tags: sketch.tags[1],
    ...(resourceGroup !== undefined && { resourceGroup }),
    adopt: sketch.before === 'adoptable' ? seededId(name) : undefined,
    ingress: inDirection('ingress'),
    egress: inDirection('egress'),
    ...(sketch.isAdditive && { additive: { absent } }),
    waivers: [],
    source,
  };
}

function seedGroup(sketch: Sketch, index: number, all: readonly Sketch[]): SeedGroup | undefined {
  const name = groupNames[index];
  if (name === undefined || sketch.before === 'missing') return undefined;
  const rules = sketch.entries.flatMap(({ match, live }) =>
    live.flatMap((one): SeedRule[] => {
      const peer = peerOf(match, { index, all, side: 'before' });
      return peer === undefined ? [] : [seedRule(ruleOf(match, peer, one), one)];
    }),
  );
  const ours = { 'sluice:owner': owner, 'sluice:group': name };
  const accepts = sketch.type === 'normal' && sketch.inner[0] === 'accept';
  return {
    region,
    id: seededId(name),
    vpcId: target.vpc,
    type: sketch.type,
    name: sketch.cloudName,
    description: sketch.description[0],
    innerAccessPolicy: accepts ? 'Accept' : 'Drop',
    resourceGroupId: sketch.resourceGroup[0],
    tags: { ...sketch.tags[0], ...(sketch.before === 'ours' ? ours : {}) },
    rules,
  };
}

/** On interfaces of both types, so without group peers. */
function othersGroup(entries: readonly Entry[]): SeedGroup {
  const rules = entries.flatMap(({ match, live }) =>
    live.flatMap((one): SeedRule[] => {
      const peer = typeof match.peer === 'string' && match.peer !== 'others' && match.peer;
      if (peer === false) return [];
      return [seedRule(ruleOf(match, { kind: 'cidr', cidr: peer as Cidr }, one), one)];
    }),
  );
  return { region, id: othersId, vpcId: target.vpc, name: 'others', rules };
}

function seedRule(rule: Rule, { isOdd }: { readonly isOdd: boolean }): SeedRule {
  const words = wireOfRule(rule, seededId);
  return isOdd ? oddlySpelled(words) : words;
}

function ruleOf(
  { direction, policy, traffic, local }: Match,
  peer: Peer,
  {
    priority,
    description,
  }: { readonly priority: number; readonly description: string | undefined },
): Rule {
  return {
    direction,
    policy,
    traffic,
    peer,
    ...(local === undefined ? {} : { local }),
    priority,
    ...(description === undefined ? {} : { description }),
  };
}

/** Undefined where such a peer cannot be: then there is no such rule. */
function peerOf(
  { peer, direction }: Match,
  {
    index,
    all,
    side,
  }: {
    readonly index: number;
    readonly all: readonly Sketch[];
    readonly side: 'before' | 'after';
  },
): Peer | undefined {
  const self = all[index];
  if (peer !== 'others' && typeof peer === 'string') return { kind: 'cidr', cidr: peer as Cidr };
  if (self?.type !== 'normal') return undefined;
  if (peer === 'others') return { kind: 'foreignGroup', groupId: othersId as GroupId };
  const [other, group] = [all[peer], groupNames[peer]];
  if (other?.type !== 'normal' || group === undefined || peer === index) return undefined;
  if (side === 'after') return other.after === 'present' ? { kind: 'group', group } : undefined;
  // What nobody may touch must not refer to what is to be deleted: that plan cannot succeed.
  const isKept =
    self.after === 'unwritten' ||
    self.after === 'released' ||
    (self.after === 'present' && (!self.isWritten[direction] || self.isAdditive));
  const isGoing = other.after === 'absent' || other.after === 'pruned';
  const isThere = other.before !== 'missing' && !(isKept && isGoing);
  return isThere ? { kind: 'group', group } : undefined;
}
