// The names of the tiny universe: where it is, whose it is, and which groups it has.
import type { GroupId, GroupName } from '../../src/model/group-identity.ts';
import type { Target } from '../../src/model/target.ts';

export const region = 'cn-hangzhou';
export const owner = 'edge-platform';
export const target: Target = {
  name: 'prod',
  account: '1000000000000001',
  region,
  vpc: 'vpc-bp1example00000000001',
};

export const groupNames = ['web', 'app', 'db'] as GroupName[];
/** A group of somebody else, on the same interfaces as ours. */
export const othersId = 'sg-others';

/** The ids of live groups; those of groups that are to be made are the emulator's choice. */
export function seededId(name: string): GroupId {
  return `sg-live-${name}` as GroupId;
}
