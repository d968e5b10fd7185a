// The two places of leases, alike for tests: a file in a folder of its own, a tag on the emulator.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { acquireLease, type Lease } from '../../src/lease/acquire.ts';
import { fileStore } from '../../src/lease/file-store.ts';
import { leaseOwner } from '../../src/lease/lease-owner.ts';
import type { Clock, LeaseStore, NotAcquired } from '../../src/lease/lease.ts';
import { tagStore, type TagStoreOptions } from '../../src/lease/tag-store.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import { worldOf } from '../planner/in-process.ts';
import { owner, region, seededId, target } from '../planner/names.ts';
import { ownTags, seed } from '../planner/words.ts';

export const leaseMs = 15 * 60_000;

/** A store for each who asks, all at one place. */
export interface Place {
  readonly storeOf: (clock: Clock) => LeaseStore;
  /** What a person does who takes the lock away. */
  readonly unlock: () => Promise<void>;
}

export function filePlace(): Place & { readonly file: string } {
  const file = lockFile();
  return {
    file,
    storeOf: (clock) => fileStore(file, clock),
    unlock: async () => {
      const { rm } = await import('node:fs/promises');
      await rm(file);
    },
  };
}

export function tagPlace(): Place {
  const { send } = worldOf([seed('web'), seed('app')]);
  return {
    storeOf: (clock) => tagStoreOf(send, { clock }),
    unlock: async () => {
      await untagAll(send);
    },
  };
}

export function tagStoreOf(
  send: Transport,
  more: Pick<TagStoreOptions, 'clock'> & Partial<TagStoreOptions>,
): LeaseStore {
  const group = { group: 'web' as GroupName, groupOwner: owner, vpc: target.vpc };
  return tagStore({ ...group, region, send, settleMs: 0, patienceMs: 0, ...more });
}

/** All tags but those that make the group ours. */
async function untagAll(send: Transport): Promise<void> {
  for (const key of Object.keys(await tagsOfWeb(send))) {
    if (key in ownTags('web')) continue;
    const resource = { ResourceType: 'securitygroup', 'ResourceId.1': seededId('web') };
    const parameters = { ...resource, 'TagKey.1': key };
    await send({ product: 'Ecs', action: 'UntagResources', parameters });
  }
}

export async function tagsOfWeb(send: Transport): Promise<Readonly<Record<string, string>>> {
  const reply = await send({
    product: 'Ecs',
    action: 'ListTagResources',
    parameters: { ResourceType: 'securitygroup', 'ResourceId.1': seededId('web') },
  });
  if (!reply.ok) throw new Error(reply.failure.message);
  const { TagResource } = reply.body['TagResources'] as {
    readonly TagResource: readonly { readonly TagKey: string; readonly TagValue: string }[];
  };
  return Object.fromEntries(TagResource.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}

export function lockFile(): string {
  return path.join(mkdtempSync(path.join(tmpdir(), 'sluice-lease-')), 'some', 'lock');
}

export function writeLockFile(file: string, text: string): void {
  writeFileSync(file, text);
}

export function asks(
  store: LeaseStore,
  clock: Clock,
  { name = 'alice', timeoutMs = 0 } = {},
): Promise<Lease | NotAcquired> {
  return acquireLease(store, {
    owner: leaseOwner(name),
    leaseMs,
    timeoutMs,
    clock,
    random: () => 1,
  });
}

export function leaseOf(answer: Lease | NotAcquired): Lease {
  if (answer.kind !== 'acquired') throw new Error(JSON.stringify(answer));
  return answer;
}
