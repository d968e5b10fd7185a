// sluice import: live groups → group files, with a proof that planning from them changes no rule.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listGroups } from '../../cloud/read-groups.ts';
import { isFileOf } from '../../desired/import/is-file-of.ts';
import { groupFileName } from '../../desired/import/name-groups.ts';
import type { ListedGroup, LiveGroup } from '../../model/group.ts';
import { ownedNames } from '../../model/live.ts';
import type { DesiredState } from '../../model/target.ts';
import { renderRefusals } from '../../report/findings-text.ts';
import {
  importedText,
  importNextText,
  leftOutLines,
  provedText,
  unsaidText,
} from '../../report/import-text.ts';
import { printable } from '../../report/printable.ts';
import { commandLine } from '../command-line.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { chooseGroups, isNamed, type GroupFilters } from '../import/choose-groups.ts';
import {
  sayGroups,
  sortGroups,
  type Existing,
  type ImportedGroup,
  type LeftOut,
} from '../import/import-groups.ts';
import { proveImport } from '../import/prove-import.ts';
import { readChosen } from '../import/read-chosen.ts';
import { writeNewFile } from '../import/write-files.ts';
import { loadWorkspace, type LoadedWorkspace } from '../load-workspace.ts';
import { checkAccount, freshPlan, sayUnreadable } from '../make-plan.ts';
import { openTarget, type OpenTarget } from '../open-target.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';

export interface ImportCommandOptions extends WorkspaceOptions, GroupFilters {
  readonly out?: string;
  readonly force?: boolean;
  readonly ruleIds?: boolean;
  /** False with `--no-fold`. */
  readonly fold: boolean;
}

export async function importCommand(options: ImportCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const loaded = await loadWorkspace({ ...options, alsoFiles: [] }, surroundings);
  if (loaded === undefined) return exitCodes.invalid;
  const [desired, ...others] = loaded.states;
  if (desired === undefined || others.length > 0) {
    const names = loaded.states.map(({ target }) => target.name).join(', ');
    surroundings.err(`error: an import is of one target; expected --target with one of ${names}\n`);
    return exitCodes.invalid;
  }
  const open = await openTarget(desired.target, { ...options, purpose: 'plan' }, surroundings);
  if (typeof open === 'number') return open;
  try {
    const found = await findGroups(desired, open, { loaded, options, surroundings });
    if (typeof found === 'number') return found;
    const hindered = await writeAll(found, options, surroundings);
    const proved = hindered ?? (await prove(found, { loaded, options, surroundings }));
    surroundings.err(open.callsSoFar());
    return proved === exitCodes.success && found.isLacking ? exitCodes.error : proved;
  } finally {
    await open.close();
  }
}

interface Context {
  readonly loaded: LoadedWorkspace;
  readonly options: ImportCommandOptions;
  readonly surroundings: Surroundings;
}

interface Found {
  readonly desired: DesiredState;
  readonly listed: readonly ListedGroup[];
  readonly imported: readonly ImportedGroup[];
  /** A group that was meant is not in the files. */
  readonly isLacking: boolean;
}

async function findGroups(
  desired: DesiredState,
  { send }: OpenTarget,
  { loaded, options, surroundings }: Context,
): Promise<Found | ExitCode> {
  const { err, folder } = surroundings;
  const { target } = desired;
  const wrong = await checkAccount(target, send, surroundings);
  if (wrong !== undefined) return wrong;
  const listed = await listGroups(send);
  if (!listed.ok) return sayUnreadable(listed, surroundings);
  const chosen = chooseGroups(
    listed.value.filter(({ vpc }) => vpc === target.vpc),
    options,
  );
  if (!chosen.ok) {
    err(`error: ${printable(chosen.fault)}. Nothing was written.\n`);
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
  const sorted = sortGroups(chosen.groups, { desired, isReplaced });
  const read = await readChosen(sorted.wanted, send, target.account);
  if (!read.ok) return sayUnreadable(read, surroundings);
  const groups = read.value.flatMap((one): LiveGroup[] => (one.kind === 'read' ? [one.group] : []));
  const unknown = read.value.flatMap((one): LeftOut[] =>
    one.kind === 'unknown' ? [{ group: one.listed, why: one.why }] : [],
  );
  const said = sayGroups(groups, listed.value, existing, {
    ruleIds: options.ruleIds === true,
    fold: options.fold,
  });
  const failed = [...unknown, ...said.leftOut];
  sayLeftOut([...sorted.leftOut, ...failed], err);
  const isMeant = sorted.leftOut.some(({ group }) => isNamed(group, options));
  return {
    desired,
    listed: listed.value,
    imported: said.imported,
    isLacking: failed.length > 0 || isMeant,
  };
}

/** The part of a glob before its first wildcard, in folders. */
function staticFolder(glob: string): string {
  const parts = glob.split('/');
  const wild = parts.findIndex((part) => /[*?{}[\]()!]/.test(part));
  return parts.slice(0, wild < 0 ? -1 : wild).join('/');
}

/** Whether that file may be written anew: it has this group in this target, and nothing else. */
function isOwnFile(file: string, name: string, target: string): boolean {
  return existsSync(file) && isFileOf(readFileSync(file, 'utf8'), { name, target });
}

function sayLeftOut(leftOut: readonly LeftOut[], err: Surroundings['err']): void {
  err(leftOutLines(leftOut.map(({ group: { id, cloudName }, why }) => ({ id, cloudName, why }))));
}

/** An exit code where something is in the way; why has then been said. */
async function writeAll(
  { desired, imported }: Found,
  { force = false }: ImportCommandOptions,
  { err, folder }: Surroundings,
): Promise<ExitCode | undefined> {
  if (imported.length === 0) {
    err('There is no group to import. Nothing was written.\n');
    return exitCodes.success;
  }
  const { name: target } = desired.target;
  const there = imported.filter(({ file }) => existsSync(file));
  const others = there.filter(({ file, name }) => !isOwnFile(file, name, target));
  const refused = force ? others : there;
  for (const { file } of refused) {
    const what = force ? 'has something else in it than this group' : 'is there already';
    err(`refused: ${relative(file, folder)} ${what}\n`);
  }
  if (refused.length > 0) {
    const advice = force ? '' : 'add --force to write over them, or ';
    err(`Nothing was written. To go on, ${advice}choose another folder with --out.\n`);
    return exitCodes.refused;
  }
  for (const { file, text } of imported) {
    const why = await writeNewFile({ file, text }, { force });
    if (why === undefined) continue;
    err(`error: ${relative(file, folder)}: ${why}. The files before it were written.\n`);
    return exitCodes.error;
  }
  return undefined;
}

/** Reads the files back, as every other command would, and plans from them. */
async function prove(
  { desired, listed, imported }: Found,
  { loaded, options, surroundings }: Context,
): Promise<ExitCode> {
  const { out, err, folder, colours } = surroundings;
  const files = imported.map(({ file, live, unsaid, notes }) => {
    return { file: relative(file, folder), id: live.id, rules: live.rules.length, unsaid, notes };
  });
  out(importedText(files));
  err(unsaidText(files));
  const alsoFiles = imported.map(({ file }) => relative(file, loaded.folder));
  const again = await loadWorkspace({ ...options, alsoFiles }, surroundings);
  const state = again?.states.find(({ target }) => target.name === desired.target.name);
  if (state === undefined) return exitCodes.error;
  const proof = proveImport(
    {
      desired: state,
      imported: new Set(imported.map(({ name }) => name)),
      listed,
      groups: imported.map(({ live }) => live),
    },
    freshPlan({ allowHazards: [], surroundings }),
  );
  if (proof.kind === 'refused') {
    err(renderRefusals(proof.refusals, colours));
    err('The files are written, and no plan can be made from them.\n');
    return exitCodes.error;
  }
  for (const { group, kind } of proof.changes) {
    err(`error: a plan from these files would change "${printable(group)}" (${kind}).\n`);
  }
  if (proof.changes.length > 0) return exitCodes.error;
  out(provedText(proof));
  out(nextText({ desired, listed }, options));
  return exitCodes.success;
}

function nextText(
  { desired: { owner, target }, listed }: Pick<Found, 'desired' | 'listed'>,
  options: ImportCommandOptions,
): string {
  const isFirst = ownedNames(listed, { owner, vpc: target.vpc }).size === 0;
  const consent = isFirst ? ['--allow-hazards', 'first-apply'] : [];
  const { workspace, target: targets } = options;
  const files = {
    ...(workspace === undefined ? {} : { workspace }),
    ...(targets === undefined ? {} : { target: targets }),
  };
  return importNextText({
    validate: commandLine(['validate'], files),
    plan: commandLine(['plan'], options),
    apply: commandLine(['apply', ...consent], options),
  });
}

function relative(file: string, folder: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}
