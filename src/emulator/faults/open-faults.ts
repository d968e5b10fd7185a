// The emulator in a world where things go wrong. Calls go in as before; what meets them on their way
// is told by a script, a seed, a rate limit and a lag.
//
// A call goes through three stages. Before its effect it may be held up, overtaken, turned away or
// lost; then it has its effect, at one moment; after that the reply may be held up, replaced or lost.

import { optional } from '../parameters.ts';
import { chance } from './chance.ts';
import { closed, gatewayPage, reset } from './faulty-reply.ts';
import { History } from './history.ts';
import { scriptedDelays, seededDelays } from './lag.ts';
import { Pages } from './pages.ts';
import { openMeter } from './rate-limit.ts';
import { openScript } from './script.ts';
import { randomEdit } from './second-writer.ts';
import { openSeeded } from './seeded.ts';
import { isWrite } from './writes.ts';
import type { ArrangedRefusal } from '../arranged-refusals.ts';
import type { CallTerms, Emulator, EmulatorRequest } from '../emulator.ts';
import type { EmulatorReply } from '../reply.ts';
import type { Clock } from './clock.ts';
import type { Edit, Fault, When } from './fault.ts';
import type { FaultListener, Met } from './fault-event.ts';
import type { FaultyReply } from './faulty-reply.ts';
import type { Delays } from './lag.ts';
import type { FaultSettings, SeededFaults } from './settings.ts';

export interface FaultOptions {
  readonly faults: FaultSettings;
  /** The emulator's `now` should be of the same clock. */
  readonly clock: Clock;
  readonly onFault?: FaultListener;
  /** Where a call has its effect; the emulator itself unless said. */
  readonly perform?: Perform;
}

export type Perform = (
  request: EmulatorRequest,
  terms?: CallTerms,
) => EmulatorReply | Promise<EmulatorReply>;

export interface FaultyEmulator {
  readonly call: (request: EmulatorRequest) => Promise<FaultyReply>;
}

/** Calls that are made on the emulator itself meet nothing, and see everything as it is. */
export function openFaults(emulator: Emulator, options: FaultOptions): FaultyEmulator {
  const faulty = new Faulty(emulator, options);
  return { call: (request) => faulty.call(request) };
}

/** A call under way. */
interface Passing {
  readonly number: number;
  readonly request: EmulatorRequest;
}

class Faulty {
  readonly #emulator: Emulator;
  readonly #clock: Clock;
  readonly #perform: Perform;
  readonly #onFault: FaultListener;
  readonly #faultsOf: (passing: Passing) => readonly Fault[];
  readonly #throttle: (passing: Passing) => ArrangedRefusal | undefined;
  readonly #history: History | undefined;
  readonly #pages = new Pages();
  #calls = 0;

  constructor(
    emulator: Emulator,
    {
      faults,
      clock,
      onFault = ignore,
      perform = (...call) => emulator.call(...call),
    }: FaultOptions,
  ) {
    this.#emulator = emulator;
    this.#clock = clock;
    this.#perform = perform;
    this.#onFault = onFault;
    this.#faultsOf = this.#openFaults(faults);
    this.#throttle = this.#openThrottle(faults);
    this.#history = this.#openHistory(delaysOf(faults));
    const retentionMs = faults.clientTokenRetentionMs ?? drawRetention(faults.seeded);
    if (retentionMs !== undefined) emulator.retainTokens(retentionMs);
  }

  async call(request: EmulatorRequest): Promise<FaultyReply> {
    const passing: Passing = { number: ++this.#calls, request };
    const faults = this.#faultsOf(passing);
    for (const fault of faults) {
      const end = isBefore(fault) ? await this.#meet(fault, passing) : undefined;
      if (end !== undefined) return end;
    }
    const throttled = this.#throttle(passing);
    if (throttled !== undefined) return this.#emulator.refuse(request, throttled);
    const reply = await this.#effect(passing, faults);
    for (const fault of faults) {
      const end = isBefore(fault) ? undefined : await this.#meet(fault, passing);
      if (end !== undefined) return end;
    }
    return reply;
  }

  /** What the caller gets instead of what it would have got, if anything. */
  async #meet(fault: Fault, passing: Passing): Promise<FaultyReply | undefined> {
    if (fault.kind === 'edit') {
      for (const edit of fault.requests) await this.#edit(edit, fault.when, passing);
      return undefined;
    }
    this.#tell(passing, fault);
    switch (fault.kind) {
      case 'loseRequest':
      case 'loseReply':
        return closed;
      case 'delay':
        await this.#clock.sleep(fault.ms);
        return undefined;
      case 'reset':
        return reset;
      case 'gateway':
        return fault.body === 'json'
          ? this.#emulator.refuse(passing.request, gatewayRefusal(fault.status))
          : gatewayPage(fault.status, fault.body);
      case 'refuse':
        return this.#emulator.refuse(passing.request, fault.refusal);
      case 'loseTags':
        return undefined;
    }
  }

  async #edit(edit: Edit, when: When, passing: Passing): Promise<void> {
    const { action, parameters, region = regionOf(passing.request), accessKeyId } = edit;
    const reply = await this.#perform({
      product: 'Ecs',
      version: '2014-05-26',
      action,
      region,
      parameters,
      ...(accessKeyId === undefined ? {} : { accessKeyId }),
    });
    const code = reply.status < 400 ? 'OK' : String(reply.body['Code']);
    this.#tell(passing, { kind: 'edited', when, edit, code });
  }

  async #effect(passing: Passing, faults: readonly Fault[]): Promise<EmulatorReply> {
    const { request } = passing;
    if (this.#history !== undefined && !isWrite(request)) {
      return await this.#read(passing, this.#history);
    }
    const losesTags = faults.some(({ kind }) => kind === 'loseTags');
    return await this.#perform(request, losesTags ? tagless : undefined);
  }

  async #read(passing: Passing, history: History): Promise<EmulatorReply> {
    const { number, request } = passing;
    const page = this.#pages.of(request.parameters);
    const stale = new Set<string>();
    const look: CallTerms['look'] = (state) =>
      history.look(state, { number, page }, (groupId) => stale.add(groupId));
    const reply = await this.#perform(request, { look });
    this.#pages.remember(page, reply.body);
    if (stale.size > 0) this.#tell(passing, { kind: 'stale', groupIds: [...stale].toSorted() });
    return reply;
  }

  #tell({ number, request }: Passing, met: Met): void {
    this.#onFault({ atMs: this.#clock.now(), call: number, action: request.action, met });
  }

  #openFaults({ script = [], seeded }: FaultSettings): (passing: Passing) => readonly Fault[] {
    const scripted = openScript(script);
    if (seeded === undefined) return ({ request }) => scripted(request);
    const bySeed = openSeeded(seeded, {
      edit: (luck) => {
        const edit = randomEdit(this.#emulator, luck);
        const when = luck.oneOf<When>(['before', 'after']);
        return edit && { kind: 'edit', when, requests: [edit] };
      },
    });
    return ({ number, request }) => {
      const fault = bySeed(number, request);
      return fault === undefined ? scripted(request) : [...scripted(request), fault];
    };
  }

  #openThrottle({ rateLimit }: FaultSettings): (passing: Passing) => ArrangedRefusal | undefined {
    if (rateLimit === undefined) return () => undefined;
    const meter = openMeter(rateLimit);
    return (passing) => {
      const { request } = passing;
      const api = `${this.#accountOf(request)} ${regionOf(request) ?? ''} ${request.action}`;
      const againInMs = meter(api, this.#clock.now());
      if (againInMs === undefined) return undefined;
      this.#tell(passing, { kind: 'throttled', againInMs });
      const saying = rateLimit.saysRetryAfter ? { retryAfterMs: againInMs } : {};
      return { code: 'Throttling.User', ...saying };
    };
  }

  #accountOf({ accessKeyId }: EmulatorRequest): string {
    const key = accessKeyId === undefined ? undefined : this.#emulator.credentials(accessKeyId);
    return key?.account ?? this.#emulator.account;
  }

  #openHistory(delays: Delays | undefined): History | undefined {
    if (delays === undefined) return undefined;
    const history = new History(delays, () => this.#clock.now());
    this.#emulator.admit(history.witness);
    this.#emulator.onMutation(() => {
      history.nextCall();
    });
    return history;
  }
}

function isBefore(fault: Fault): boolean {
  return 'when' in fault ? fault.when === 'before' : fault.kind === 'loseRequest';
}

function regionOf({ region, parameters }: EmulatorRequest): string | undefined {
  return region ?? optional(parameters, 'RegionId');
}

function gatewayRefusal(status: 500 | 502 | 503): ArrangedRefusal {
  return { code: status === 503 ? 'ServiceUnavailable' : 'InternalError', status };
}

const tagless: CallTerms = { switches: { tagsOfCreation: 'lost' } };

function delaysOf({ lag, seeded }: FaultSettings): Delays | undefined {
  if (lag !== undefined) return scriptedDelays(lag);
  return seeded?.lagMsMax === undefined ? undefined : seededDelays(seeded, seeded.lagMsMax);
}

function drawRetention(seeded: SeededFaults | undefined): number | undefined {
  if (seeded?.retentionMs === undefined) return undefined;
  const { least, most } = seeded.retentionMs;
  return least + chance(seeded.seed, 0).below(most - least + 1);
}

function ignore(): void {
  // Nobody wants to know.
}
