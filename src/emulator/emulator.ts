// The security-group part of the cloud, in memory. One call in, one reply out; nothing waits, and
// nothing happens but through a call.

import { ApiFailure, failure } from './failure.ts';
import { identifierSource } from './identifiers.ts';
import { defaultLimits } from './limits.ts';
import { formatTime } from './operation.ts';
import { optional } from './parameters.ts';
import { products } from './products.ts';
import { regionalPrefix } from './regions.ts';
import { refusal, success } from './reply.ts';
import { putGroup } from './seed.ts';
import { restoreState, takeSnapshot } from './snapshot.ts';
import { State } from './state.ts';
import { defaultSwitches } from './switches.ts';
import { checkToken, fingerprint } from './tokens.ts';
import type { IdentifierSource } from './identifiers.ts';
import type { Limits } from './limits.ts';
import type { Call, Operation } from './operation.ts';
import type { Parameters } from './parameters.ts';
import type { EmulatorReply } from './reply.ts';
import type { SeedGroup } from './seed.ts';
import type { EmulatorSnapshot } from './snapshot.ts';
import type { Vpc } from './state.ts';
import type { Switches } from './switches.ts';
import type { ReplyBody } from './tokens.ts';

export type { EmulatorReply } from './reply.ts';
export type { EmulatorSnapshot } from './snapshot.ts';

export interface EmulatorRequest {
  /** Ecs or Sts, in any case. */
  readonly product: string;
  readonly version: string;
  readonly action: string;
  /** Undefined: the parameter RegionId says it. */
  readonly region: string | undefined;
  /** As on the wire: 'Permissions.1.SourceCidrIp'. */
  readonly parameters: Parameters;
  /** Undefined: the emulator's own. */
  readonly accessKeyId?: string;
}

export interface EmulatorOptions {
  readonly account?: string;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  readonly vpcs?: readonly Vpc[];
  /** Whether a VPC that nobody has heard of comes into being when it is named; true unless said. */
  readonly anyVpc?: boolean;
  readonly now?: () => Date;
  readonly switches?: Partial<Switches>;
  readonly limits?: Partial<Limits>;
  /** With a seed, equal calls make equal ids. */
  readonly seed?: number;
}

export interface Mutation {
  readonly action: string;
  readonly account: string;
  readonly region: string;
}

export type MutationListener = (mutation: Mutation) => void;

export class Emulator {
  readonly #account: string;
  readonly #accessKeyId: string;
  readonly #accessKeySecret: string;
  readonly #anyVpc: boolean;
  readonly #now: () => Date;
  readonly #switches: Switches;
  readonly #limits: Limits;
  readonly #identifiers: IdentifierSource;
  readonly #state: State;
  readonly #listeners = new Set<MutationListener>();

  constructor(options: EmulatorOptions = {}, snapshot?: EmulatorSnapshot) {
    this.#account = options.account ?? snapshot?.account ?? '1000000000000001';
    this.#accessKeyId = options.accessKeyId ?? 'emulator';
    this.#accessKeySecret = options.accessKeySecret ?? 'emulator';
    this.#anyVpc = options.anyVpc ?? true;
    this.#now = options.now ?? (() => new Date());
    this.#switches = { ...defaultSwitches, ...options.switches };
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#identifiers = identifierSource({ seed: options.seed, issued: snapshot?.issued ?? 0 });
    this.#state =
      snapshot === undefined ? new State(this.#switches) : restoreState(snapshot, this.#switches);
    for (const vpc of options.vpcs ?? []) this.#state.vpcs.set(vpc.id, vpc);
  }

  /** Options that are left out are the defaults again, but for the account, which is kept. */
  static restore(snapshot: EmulatorSnapshot, options: EmulatorOptions = {}): Emulator {
    return new Emulator(options, snapshot);
  }

  get account(): string {
    return this.#account;
  }

  /** Undefined for a key that does not exist. */
  secretOf(accessKeyId: string): string | undefined {
    return accessKeyId === this.#accessKeyId ? this.#accessKeySecret : undefined;
  }

  call(request: EmulatorRequest): EmulatorReply {
    const requestId = this.#identifiers.requestId();
    try {
      return success(requestId, this.#run(request));
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      const region = request.region ?? optional(request.parameters, 'RegionId');
      return refusal(error, { requestId, product: request.product, region });
    }
  }

  snapshot(): EmulatorSnapshot {
    const issued = this.#identifiers.issued();
    return takeSnapshot(this.#state, { account: this.#account, issued });
  }

  /** Puts a group into the state as it is, without any check; returns its id. */
  put(group: SeedGroup): string {
    const id = putGroup(group, {
      state: this.#state,
      identifiers: this.#identifiers,
      account: this.#account,
      time: formatTime(this.#now()),
    });
    this.#announce({
      action: 'put',
      account: group.account ?? this.#account,
      region: group.region,
    });
    return id;
  }

  /** Called after every call that changed something; the result ends it. */
  onMutation(listener: MutationListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #run(request: EmulatorRequest): ReplyBody {
    const operation = findOperation(request);
    const call = this.#callOf(request, operation);
    const token = optional(request.parameters, 'ClientToken');
    return operation.takesClientToken && token !== undefined
      ? this.#runOnce(operation, call, token)
      : this.#perform(operation, call);
  }

  #runOnce(operation: Operation, call: Call, token: string): ReplyBody {
    checkToken(token);
    const { tokens } = this.#state;
    const scope = `${call.account} ${call.region} ${token}`;
    const print = fingerprint(operation.action, call.parameters);
    const atMs = call.nowMs;
    const first = tokens.replay(scope, print, atMs);
    if (first !== undefined) return first;
    const body = operation.run(call);
    tokens.remember({ scope, fingerprint: print, atMs, body });
    this.#announce({ action: operation.action, account: call.account, region: call.region });
    return body;
  }

  #perform(operation: Operation, call: Call): ReplyBody {
    const body = operation.run(call);
    if (operation.mutates) {
      this.#announce({ action: operation.action, account: call.account, region: call.region });
    }
    return body;
  }

  #callOf(request: EmulatorRequest, operation: Operation): Call {
    const now = this.#now();
    return {
      account: this.#accountOf(request.accessKeyId),
      region: regionOf(request, operation),
      parameters: request.parameters,
      state: this.#state,
      identifiers: this.#identifiers,
      switches: this.#switches,
      limits: this.#limits,
      anyVpc: this.#anyVpc,
      nowMs: now.getTime(),
      time: formatTime(now),
    };
  }

  #accountOf(accessKeyId: string | undefined): string {
    if (accessKeyId === undefined || accessKeyId === this.#accessKeyId) return this.#account;
    throw failure('InvalidAccessKeyId.NotFound');
  }

  #announce(mutation: Mutation): void {
    for (const listener of this.#listeners) listener(mutation);
  }
}

function findOperation({ product, version, action }: EmulatorRequest): Operation {
  const found = products.find(
    ({ name, version: served }) =>
      name.toLowerCase() === product.toLowerCase() && served === version,
  );
  if (found === undefined) throw failure('InvalidVersion');
  const operation = found.operations.get(action);
  if (operation === undefined) throw failure('InvalidAction.NotFound');
  return operation;
}

function regionOf({ region, parameters }: EmulatorRequest, { missingRegion }: Operation): string {
  if (missingRegion === undefined) return '';
  const found = region ?? optional(parameters, 'RegionId');
  if (found === undefined) throw failure(missingRegion);
  if (regionalPrefix(found) === undefined) throw failure('InvalidRegionId.NotFound');
  return found;
}
