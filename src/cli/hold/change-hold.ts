// What hold and unhold have in common: the account first, the one live group of a name, a change of
// its tags, and reading back until the change can be seen.
import { awaitTags } from '../../cloud/await-tags.ts';
import { readAccount } from '../../cloud/read-account.ts';
import { listGroups } from '../../cloud/read-groups.ts';
import type { ApiCall, ApiFailure } from '../../cloud/transport.ts';
import type { ListedGroup } from '../../model/group.ts';
import type { Tags } from '../../model/group-identity.ts';
import type { DesiredState } from '../../model/target.ts';
import { failureText } from '../../report/apply-text.ts';
import { printable } from '../../report/printable.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { findOwnGroup } from './find-own-group.ts';
import { loadWorkspace } from '../load-workspace.ts';
import { wrongAccountText } from '../check-account.ts';
import { sayUnreadable } from '../say-unreadable.ts';
import { openTarget, type OpenTarget } from '../open-target.ts';
import type { Surroundings } from '../surroundings.ts';
import { namedOutput } from '../targets/record-output.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';
import { worstExitCode } from '../worst-exit-code.ts';

export interface HoldChange {
  /** Undefined where nothing needs to be written. */
  readonly call: ApiCall | undefined;
  /** Whether tags that were read show it. */
  readonly isSeen: (tags: Tags) => boolean;
  /** One line, for when it is done. */
  readonly text: string;
}

export async function changeHold(
  name: string,
  options: WorkspaceOptions,
  surroundings: Surroundings,
  changeOf: (group: ListedGroup) => HoldChange,
): Promise<ExitCode> {
  const loaded = await loadWorkspace(options, surroundings);
  if (loaded === undefined) return exitCodes.invalid;
  const { states } = loaded;
  const known = states.filter(({ groups }) => groups.some((group) => group.name === name));
  // Where no file names the group it may be an orphan, if it is clear where.
  const meant = known.length === 0 && states.length === 1 ? states : known;
  if (meant.length === 0) {
    const places = states.map(({ target }) => target.name).join(', ');
    surroundings.err(`error: no file names a group "${printable(name)}" in ${places}.\n`);
    surroundings.err('Name it as its file does; one that is in no file, with its --target.\n');
    return exitCodes.invalid;
  }
  const codes: ExitCode[] = [];
  for (const state of meant) {
    const there = meant.length === 1 ? surroundings : namedOutput(surroundings, state.target.name);
    codes.push(await changeIn(state, { name, options, changeOf }, there));
  }
  return worstExitCode(codes);
}

async function changeIn(
  state: DesiredState,
  {
    name,
    options,
    changeOf,
  }: {
    readonly name: string;
    readonly options: WorkspaceOptions;
    readonly changeOf: (group: ListedGroup) => HoldChange;
  },
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { err, out } = surroundings;
  const open = await openTarget(state.target, { ...options, purpose: 'apply' }, surroundings);
  if (typeof open === 'number') return open;
  try {
    const account = await readAccount(open.send);
    if (!account.ok) return sayUnreadable(account, surroundings);
    if (account.value !== state.target.account) {
      err(wrongAccountText(state.target, account.value));
      return exitCodes.refused;
    }
    const listed = await listGroups(open.send);
    if (!listed.ok) return sayUnreadable(listed, surroundings);
    const found = findOwnGroup(name, state, listed.value);
    if (!found.ok) {
      err(`${printable(found.why)}\nNothing was written.\n`);
      return found.exitCode;
    }
    const change = changeOf(found.group);
    const exitCode = await make(change, found.group, open, surroundings);
    if (exitCode === exitCodes.success) out(`${printable(change.text)}\n`);
    return exitCode;
  } finally {
    await open.close();
  }
}

/** A reply that got lost says nothing of what happened; what can be read does. */
async function make(
  { call, isSeen }: HoldChange,
  { id }: ListedGroup,
  { send, mayLag }: OpenTarget,
  { err, pauses: { sleep } }: Surroundings,
): Promise<ExitCode> {
  if (call === undefined) return exitCodes.success;
  const reply = await send(call);
  const failure = reply.ok ? undefined : reply.failure;
  // Of several attempts an earlier one, whose reply got lost, may have had its effect.
  const isClear = failure?.kind === 'refused' || failure?.kind === 'credentials';
  if (failure !== undefined && isClear && reply.attempts === 1) {
    err(`error: ${call.action} of ${id} failed: ${failureText(failure)}\n`);
    err('Nothing was written. Mend what it says, and run this again.\n');
    return exitCodes.error;
  }
  const seen = await awaitTags(
    send,
    { id, isSeen },
    {
      ...(mayLag ? patienceWithLag : noPatience),
      sleep,
    },
  );
  if (seen.ok && seen.value) return exitCodes.success;
  const why = seen.ok ? failure : seen.failure;
  err(`not verified: the tags of ${id} do not read as written${whyText(why)}\n`);
  err('They may have been written. Run this again: it means the same the second time.\n');
  return exitCodes.incomplete;
}

const noPatience = {
  patienceMs: 0,
  firstPauseMs: 1000,
  pauseMaxMs: 15_000,
  now: Date.now,
} as const;
const patienceWithLag = { ...noPatience, patienceMs: 300_000 } as const;

function whyText(failure: ApiFailure | undefined): string {
  return failure === undefined ? '' : `: ${failureText(failure)}`;
}
