// An emulator that this process serves over HTTP, to commands that run as processes of their own. The
// world behind it can be changed for another one, and whoever wants to can look at each request.
import { Emulator, type EmulatorReply, type EmulatorRequest } from '../../src/emulator/emulator.ts';
import { serve } from '../../src/emulator/http/server.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import { target } from '../planner/names.ts';

/** Answers a request, perhaps late, perhaps never; `effect` has its effect, in the world in which it was made. */
export type Meet = (
  request: EmulatorRequest,
  effect: () => EmulatorReply,
) => Promise<EmulatorReply>;

export interface LocalCloud {
  readonly environment: Readonly<Record<string, string>>;
  /** A new world, of which nobody has heard a token. */
  readonly begin: (seeds: readonly SeedGroup[]) => Emulator;
  /** What each request meets from now on. */
  readonly meet: (meet: Meet) => void;
  readonly close: () => Promise<void>;
}

/** Two worlds of one beginning are the same to the second. */
const options = {
  seed: 1,
  account: target.account,
  now: () => new Date('2026-11-22T08:00:00Z'),
};

const plainly: Meet = (_, effect) => Promise.resolve(effect());

export async function openLocalCloud(): Promise<LocalCloud> {
  let emulator = new Emulator(options);
  let meet = plainly;
  const server = await serve({
    call: (request) => {
      // A world may end while a call is still on its way.
      const asked = emulator;
      return meet(request, () => asked.call(request));
    },
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
  });
  return {
    environment: {
      SLUICE_ENDPOINT: server.url,
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'emulator',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'emulator',
    },
    begin: (seeds) => {
      meet = plainly;
      emulator = new Emulator(options);
      for (const seed of seeds) emulator.put(seed);
      return emulator;
    },
    meet: (next) => {
      meet = next;
    },
    close: () => server.close(),
  };
}
