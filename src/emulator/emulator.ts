// The security-group part of the cloud, in memory. One call in, one reply out; nothing waits, and
// nothing happens but through a call.

import { ArrangedRefusals, arrangedFailure, withRetryAfter } from './arranged-refusals.ts';
import { ApiFailure } from './failure.ts';
import { identifierSource } from './identifiers.ts';
import { Keyring } from './keyring.ts';
import { defaultLimits } from './limits.ts';
import { formatTime } from './operation.ts';
import { optional } from './parameters.ts';
import { refusal, success } from './reply.ts';
import { findOperation, regionOf } from './route.ts';
import { loadSeed } from './load-seed.ts';
import { putGroup } from './seed.ts';
import { restoreState, takeSnapshot } from './snapshot.ts';
import { State } from './state.ts';
import { defaultSwitches } from './switches.ts';
import { checkToken, fingerprint } from './tokens.ts';
import type { ArrangedRefusal } from './arranged-refusals.ts';
import type { Group } from './group.ts';
import type { NetworkInterface } from './machines.ts';
import type { IdentifierSource } from './identifiers.ts';
import type { Credentials } from './keyring.ts';
import type { Limits } from './limits.ts';
import type { EmulatorSeed } from './load-seed.ts';
import type { Call, Operation, RuleChange } from './operation.ts';
import type { Parameters } from './parameters.ts';
import type { Destination, EmulatorReply } from './reply.ts';
import type { SeedGroup } from './seed.ts';
import type { EmulatorSnapshot } from './snapshot.ts';
import type { Vpc, Witness, World } from './state.ts';
import type { Switches } from './switches.ts';
import type { ReplyBody } from './tokens.ts';

export type { EmulatorReply } from './reply.ts';
export type { EmulatorSnapshot } from './snapshot.ts';

export interface EmulatorRequest {
  /** Ecs, Vpc, ResourceManager or Sts, in any case. */
  readonly product: string;
  readonly version: string;
  readonly action: string;
  /** Undefined: the parameter RegionId says it. */
  readonly region: string | undefined;
  /** As on the wire: 'Permissions.1.SourceCidrIp'. */
  readonly parameters: Parameters;
  /** Undefined: the emulator's own. */
  readonly accessKeyId?: string;
  /** What came with a temporary access key. */
  readonly securityToken?: string;
}

export interface EmulatorOptions {
  readonly account?: string;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  readonly vpcs?: readonly Vpc[];
  /**
   * Whether a VPC, a resource group or, in AssumeRole, an account that nobody has heard of comes into
   * being when it is named; true unless said.
   */
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

/** What holds for one call only. */
export interface CallTerms {
  /** The state as it is → the state that a call which changes nothing is shown instead. */
  readonly look?: (state: World) => World;
  readonly switches?: Partial<Switches>;
}

export class Emulator {
  readonly #account: string;
  readonly #keyring = new Keyring();
  readonly #anyVpc: boolean;
  readonly #now: () => Date;
  readonly #switches: Switches;
  readonly #limits: Limits;
  readonly #identifiers: IdentifierSource;
  readonly #state: State;
  readonly #listeners = new Set<MutationListener>();
  readonly #ruleListeners = new Set<(change: RuleChange) => void>();
  readonly #arranged = new ArrangedRefusals();

  constructor(options: EmulatorOptions = {}, snapshot?: EmulatorSnapshot) {
    this.#account = options.account ?? snapshot?.account ?? '1000000000000001';
    this.#keyring.add(options.accessKeyId ?? 'emulator', {
      account: this.#account,
      secret: options.accessKeySecret ?? 'emulator',
    });
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
    return this.credentials(accessKeyId)?.secret;
  }

  /** With what a key signs and whose it is; a temporary one also has a security token. */
  credentials(accessKeyId: string): Credentials | undefined {
    return this.#keyring.credentials(accessKeyId);
  }

  call(request: EmulatorRequest, terms: CallTerms = {}): EmulatorReply {
    const arranged = this.#arranged.take(request.action);
    if (arranged !== undefined) return this.refuse(request, arranged);
    const requestId = this.#identifiers.requestId();
    try {
      return success(requestId, this.#run(request, terms));
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      return refusal(error, { requestId, ...destinationOf(request) });
    }
  }

  /** The reply to a call that is refused for no reason of its own; nothing happens. */
  refuse(request: EmulatorRequest, refused: ArrangedRefusal): EmulatorReply {
    const requestId = this.#identifiers.requestId();
    const reply = refusal(arrangedFailure(refused), { requestId, ...destinationOf(request) });
    return withRetryAfter(reply, refused);
  }

  /** The next call of the action is refused so, whatever it asks for; calls queue up. */
  refuseNext(action: string, refused: ArrangedRefusal): void {
    this.#arranged.add(action, refused);
  }

  /** As they are, in every account and region, oldest first. Not to be changed but by calls. */
  groups(): Iterable<Group> {
    return this.#state.groups();
  }

  /** Likewise. */
  interfaces(): Iterable<NetworkInterface> {
    return this.#state.machines.interfaces();
  }

  /** Whoever wants to know what groups were like before they changed; one at most. */
  admit(witness: Witness | undefined): void {
    this.#state.admit(witness);
  }

  /** Instead of the switch clientTokenRetentionMs. */
  retainTokens(retentionMs: number): void {
    this.#state.tokens.retain(retentionMs);
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

  /** Puts all that a seed names into the state, past every check, and its access keys to the others. */
  load(seed: EmulatorSeed): this {
    this.loadKeys(seed);
    loadSeed(seed, {
      state: this.#state,
      identifiers: this.#identifiers,
      account: this.#account,
      time: formatTime(this.#now()),
    });
    this.#announce({ action: 'load', account: this.#account, region: '' });
    return this;
  }

  /** Only the access keys of a seed: for a state that was loaded from it before. */
  loadKeys({ accounts = [] }: EmulatorSeed): this {
    for (const { id, name, accessKeys = [] } of accounts) {
      this.#keyring.addAccount(id, name);
      for (const key of accessKeys) this.#keyring.add(key.id, { account: id, secret: key.secret });
    }
    return this;
  }

  /**
   * Called whenever a client could see the rules of a group changed: once for a whole call, and in
   * batches that are not atomic after every single rule, in the middle of the call. The result ends
   * it.
   */
  onRuleChange(listener: (change: RuleChange) => void): () => void {
    this.#ruleListeners.add(listener);
    return () => this.#ruleListeners.delete(listener);
  }

  /** Called after every call that changed something; the result ends it. */
  onMutation(listener: MutationListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #run(request: EmulatorRequest, { look, switches }: CallTerms): ReplyBody {
    const operation = findOperation(request);
    const usual = this.#callOf(request, operation);
    if (look !== undefined && !operation.mutates) {
      return operation.run({ ...usual, state: look(this.#state) });
    }
    const call =
      switches === undefined ? usual : { ...usual, switches: { ...this.#switches, ...switches } };
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
    const body = this.#act(operation, call);
    tokens.remember({ scope, fingerprint: print, atMs, body });
    this.#announce({ action: operation.action, account: call.account, region: call.region });
    return body;
  }

  #perform(operation: Operation, call: Call): ReplyBody {
    const body = this.#act(operation, call);
    if (operation.mutates) {
      this.#announce({ action: operation.action, account: call.account, region: call.region });
    }
    return body;
  }

  /** A batch that is not atomic may have changed something before it was refused. */
  #act(operation: Operation, call: Call): ReplyBody {
    const progress = { changed: false };
    const notice: Call['notice'] = (change) => {
      progress.changed = true;
      const { account, region } = call;
      const told = { ...change, action: operation.action, account, region };
      for (const listener of this.#ruleListeners) listener(told);
    };
    try {
      return operation.run({ ...call, notice });
    } catch (error) {
      const { account, region } = call;
      if (progress.changed) this.#announce({ action: operation.action, account, region });
      throw error;
    }
  }

  #callOf(request: EmulatorRequest, operation: Operation): Call {
    const now = this.#now();
    const { account = this.#account, session } = this.#keyring.caller(request, now.getTime());
    return {
      account,
      session,
      region: regionOf(request, operation),
      keyring: this.#keyring,
      notice: () => undefined,
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

  #announce(mutation: Mutation): void {
    for (const listener of this.#listeners) listener(mutation);
  }
}

function destinationOf({ product, region, parameters }: EmulatorRequest): Destination {
  return { product, region: region ?? optional(parameters, 'RegionId') };
}
