// Ids as the cloud makes them: a prefix, three characters for the region, seventeen at random.

import { hash, randomBytes, randomUUID } from 'node:crypto';
import { regionalPrefix } from './regions.ts';

export interface IdentifierSource {
  /** `resourceId('sg', 'cn-hangzhou')` is such as sg-bp1fg655nh68xyz9jc0u. */
  resourceId(prefix: string, region: string): string;
  /** An upper-case UUID, which no reply shares with another. */
  requestId(): string;
  /** How many resource ids there have been; a restored source goes on from there. */
  issued(): number;
}

/** With a seed, the same calls give the same ids, however many reads there are between them. */
export function identifierSource({
  seed,
  issued,
}: {
  readonly seed: number | undefined;
  readonly issued: number;
}): IdentifierSource {
  const random = randomSource();
  let resources = issued;
  let requests = 0;
  return {
    resourceId(prefix, region) {
      resources++;
      const bytes =
        seed === undefined ? random(17) : digest(`${seed} ${resources}`).subarray(0, 17);
      return withLetters(`${prefix}-${regionalPrefix(region) ?? '000'}`, bytes);
    },
    requestId() {
      requests++;
      const uuid = seed === undefined ? randomUUID() : uuidOf(digest(`${seed} reply ${requests}`));
      return uuid.toUpperCase();
    },
    issued: () => resources,
  };
}

/** Random bytes, fetched many at a time: one fetch for each id is a quarter of the cost of a rule. */
function randomSource(): (count: number) => Uint8Array {
  let pool = Buffer.alloc(0);
  return (count) => {
    if (pool.length < count) pool = randomBytes(4096);
    const bytes = pool.subarray(0, count);
    pool = pool.subarray(count);
    return bytes;
  };
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

const scratch = Buffer.alloc(128);

/** Made in one piece: a text that is put together keeps its parts, and there are many ids. */
function withLetters(head: string, bytes: Uint8Array): string {
  let length = scratch.write(head, 'latin1');
  for (const byte of bytes) scratch[length++] = alphabet.charCodeAt(byte % alphabet.length);
  return scratch.toString('latin1', 0, length);
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
  return [...parts, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
