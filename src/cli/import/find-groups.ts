// What an import is to write: the groups that are meant, read whole, and what their files will say.
import path from 'node:path';
import { listGroups } from '../../cloud/read-groups.ts';
import { groupFileName } from '../../desired/import/name-groups.ts';
import type { Cidr } from '../../model/cidr.ts';
import type { ListedGroup, LiveGroup } from '../../model/group.ts';
import type { DesiredState } from '../../model/target.ts';
import { leftOutLines } from '../../report/import-text.ts';
import { printable } from '../../report/printable.ts';
import type { ImportCommandOptions } from '../commands/import.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { LoadedWorkspace } from '../load-workspace.ts';
import { checkAccount } from '../check-account.ts';
import { sayUnreadable } from '../say-unreadable.ts';
import type { OpenTarget } from '../open-target.ts';
import type { Surroundings } from '../surroundings.ts';
import { chooseGroups, isNamed } from './choose-groups.ts';
import {
  sayGroups,
  sortGroups,
  type Existing,
  type ImportedGroup,
  type LeftOut,
  type SayOptions,
} from './import-groups.ts';
import { isOwnFile } from './is-own-file.ts';
import { readChosen } from './read-chosen.ts';

export interface ImportContext {
  readonly loaded: LoadedWorkspace;
  readonly options: ImportCommandOptions;
  readonly surroundings: Surroundings;
}

export interface FoundGroups {
  readonly desired: DesiredState;
  readonly listed: readonly ListedGroup[];
  readonly imported: readonly ImportedGroup[];
  /** Networks that the workspace lacks, and that the files of these groups name. */
  readonly networks: ReadonlyMap<string, readonly Cidr[]>;
  /** A group that was meant is not in the files. */
  readonly isLacking: boolean;
}

/** An exit code where they cannot be found; why has then been said. */
export async function findGroups(
  desired: DesiredState,
  { send }: OpenTarget,
  { loaded, options, surroundings }: ImportContext,
): Promise<FoundGroups | ExitCode> {
  const { err, folder } = surroundings;
  const { target } = desired;
  const wrong = await checkAccount(target, send, surroundings);
  if (wrong !== undefined) return wrong;
  const listed = await listGroups(send);
  if (!listed.ok) return sayUnreadable(listed, surroundings);
  const all = listed.value.filter(({ vpc }) => vpc === target.vpc);
  const chosen = chooseGroups(all, options);
  if (!chosen.ok) {
    err(`error: ${printable(chosen.fault)}. Nothing was written.\n`);
    err(`${printable(choiceAdvice(all))}\n`);
    return exitCodes.invalid;
  }
  const out =
    options.out === undefined
      ? path.join(loaded.folder, staticFolder(desired.groupFiles?.glob ?? ''))
      : path.resolve(folder, options.out);
  const { defaultPriority, hasOneTarget } = loaded;
  const existing: Existing = { desired, hasOneTarget, defaultPriority, out };
  const isReplaced = (name: string) =>
    options.force === true && isOwnFile(path.join(out, groupFileName(name)), name, target.name);
  const observe = options.observe === true;
  const sorted = sortGroups(chosen.groups, { desired, isReplaced, observe });
  const read = await readChosen(sorted.wanted, send, target.account);
  if (!read.ok) return sayUnreadable(read, surroundings);
  const groups = read.value.flatMap((one): LiveGroup[] => (one.kind === 'read' ? [one.group] : []));
  const unknown = read.value.flatMap((one): LeftOut[] =>
    one.kind === 'unknown' ? [{ group: one.listed, why: one.why }] : [],
  );
  const said = sayGroups(groups, listed.value, existing, {
    ruleIds: options.ruleIds === true,
    fold: options.fold,
    observe,
    networks: options.networks === true ? networksFor(target.name, loaded) : undefined,
  });
  const failed = [...unknown, ...said.leftOut];
  sayLeftOut([...sorted.leftOut, ...failed], err);
  const isMeant = sorted.leftOut.some(({ group }) => isNamed(group, options));
  return {
    desired,
    listed: listed.value,
    imported: said.imported,
    networks: said.networks,
    isLacking: failed.length > 0 || isMeant,
  };
}

/** What is put into the workspace must not have a name that another target has. */
function networksFor(target: string, { networks }: LoadedWorkspace): SayOptions['networks'] {
  const names = [...networks.values()].flatMap((own) => [...own.keys()]);
  return { known: networks.get(target) ?? new Map<string, never>(), taken: names };
}

/** The part of a glob before its first wildcard, in folders. */
function staticFolder(glob: string): string {
  const parts = glob.split('/');
  const wild = parts.findIndex((part) => /[*?{}[\]()!]/.test(part));
  return parts.slice(0, wild < 0 ? -1 : wild).join('/');
}

/** `bastion (sg-1), web (sg-2) and 5 more`: what could have been meant. */
function choiceAdvice(groups: readonly ListedGroup[]): string {
  const names = groups.map(({ id, cloudName }) => `${cloudName} (${id})`).toSorted();
  if (names.length === 0) return 'The VPC has no groups; check the target.';
  const more = names.length > namesMax ? ` and ${names.length - namesMax} more` : '';
  return `Choose among the groups of the VPC: ${names.slice(0, namesMax).join(', ')}${more}.`;
}

const namesMax = 10;

function sayLeftOut(leftOut: readonly LeftOut[], err: Surroundings['err']): void {
  err(leftOutLines(leftOut.map(({ group: { id, cloudName }, why }) => ({ id, cloudName, why }))));
}
