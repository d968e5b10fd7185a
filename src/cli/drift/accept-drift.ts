// sluice drift --accept: writes into the files what is live, with their comments, and shows it as a diff.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { isRead } from '../../model/drift.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { printable } from '../../report/printable.ts';
import { plural } from '../../report/counts.ts';
import { renderDiff } from '../../report/yaml-diff.ts';
import { fileText, type FileText } from '../../desired/accept/file-text.ts';
import { load } from '../../desired/load.ts';
import { commandLine, type Place } from '../command-line.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { LoadedWorkspace } from '../load-workspace.ts';
import { freshPlan } from '../make-plan.ts';
import type { Surroundings } from '../surroundings.ts';
import { worstExitCode } from '../worst-exit-code.ts';
import { acceptOneGroup, differencesIn, type AcceptState } from './accept-groups.ts';
import type { FoundTarget } from './read-drift.ts';

interface Original extends FileText {
  /** As it is on the disk. */
  readonly whole: string;
}

export interface AcceptOptions extends Place {
  /** Globs of names of groups; all that have drifted where it is missing. */
  readonly group?: readonly string[];
  /** Write nothing, and exit 2 where something would be written. */
  readonly diff?: boolean;
}

export async function acceptDrift(
  targets: readonly FoundTarget[],
  { file, folder }: LoadedWorkspace,
  options: AcceptOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { err } = surroundings;
  const idle = idleGlob(targets, options.group);
  if (idle !== undefined) {
    err(
      `error: --group: no group matches "${printable(idle)}". Nothing was written. Name groups as their files do, such as web or web-*.\n`,
    );
    return exitCodes.invalid;
  }
  const nowMs = Date.now();
  const read = await load(file, { nowMs });
  if (!read.ok) {
    err('error: the files have changed meanwhile. Nothing was written; run this again.\n');
    return exitCodes.error;
  }
  const originals = new Map<string, Original>();
  const textOf = async (one: string): Promise<string> => {
    const known = originals.get(one) ?? (await readOriginal(one));
    originals.set(one, known);
    return known.text;
  };
  const codes: ExitCode[] = [];
  let state: AcceptState = { loaded: read.loaded, texts: new Map() };
  for (const { name: target, made, drift } of targets) {
    if (typeof made === 'number' || !isRead(drift)) {
      codes.push(typeof made === 'number' ? made : exitCodes.error);
      continue;
    }
    const planOptions = freshPlan({ allowHazards: [], surroundings });
    const place = { ...{ file, folder, nowMs, target, textOf }, live: made.live, planOptions };
    if (options.group === undefined) err(heldText(drift, options));
    for (const name of chosenGroups(drift, options.group)) {
      const accepted = await acceptOneGroup(name, state, place);
      const count = plural(differencesIn(drift, name).length, 'difference');
      if (accepted.ok) {
        state = accepted.state;
        err(
          `${printable(name)}: ${count} accepted; a plan from the new text finds nothing in it.\n`,
        );
        continue;
      }
      err(`refused: ${printable(name)} is not accepted: ${printable(accepted.why)}.\n`);
      err('Edit its file by hand, or take its drift back: sluice drift --repair --out FILE\n');
      codes.push(exitCodes.refused);
    }
  }
  codes.push(
    await finish(state, { originals, folder, isShownOnly: options.diff === true }, surroundings),
  );
  return worstExitCode(codes);
}

async function readOriginal(file: string): Promise<Original> {
  const whole = await readFile(file, 'utf8');
  return { whole, ...fileText(whole) };
}

function chosenGroups(
  { groups, held, leftOut }: Parameters<typeof differencesIn>[0],
  globs: readonly string[] | undefined,
): readonly GroupName[] {
  // What is held goes back some day; it is accepted only where somebody names it.
  const all = globs === undefined ? groups : [...groups, ...held, ...leftOut];
  const differing = all.filter(({ differences }) => differences.length > 0);
  return differing.map(({ group }) => group).filter((name) => matches(name, globs));
}

/** Of what is not accepted because nobody named it. */
function heldText(
  { held, leftOut }: Parameters<typeof differencesIn>[0],
  options: AcceptOptions,
): string {
  const lines = [
    ...held.map((one) => ({ ...one, why: 'is held and left alone' })),
    ...leftOut.map((one) => ({ ...one, why: 'is left alone' })),
  ].flatMap(({ group, differences, why }) => {
    if (differences.length === 0) return [];
    const command = commandLine(['drift', '--accept', '--group', group], options);
    return `${printable(group)}: it ${why}; to accept it all the same: ${command}\n`;
  });
  return lines.join('');
}

function idleGlob(
  targets: readonly FoundTarget[],
  globs: readonly string[] = [],
): string | undefined {
  const names = targets.flatMap(({ made }) =>
    typeof made === 'number' ? [] : made.desired.groups.map(({ name }) => name),
  );
  return globs.find((glob) => !names.some((name) => matches(name, [glob])));
}

/** `*` stands for any characters, and everything else for itself. */
function matches(name: string, globs: readonly string[] | undefined): boolean {
  if (globs === undefined) return true;
  return globs.some((glob) => {
    const parts = glob.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 's').test(name);
  });
}

interface Finishing {
  readonly originals: ReadonlyMap<string, Original>;
  readonly folder: string;
  readonly isShownOnly: boolean;
}

async function finish(
  { texts }: AcceptState,
  { originals, folder, isShownOnly }: Finishing,
  { out, err, colours }: Surroundings,
): Promise<ExitCode> {
  const files = [...texts].toSorted(([one], [other]) => (one < other ? -1 : 1));
  for (const [file, after] of files) {
    const name = path.relative(folder, file).split(path.sep).join('/');
    out(
      renderDiff({ from: name, to: name, before: originals.get(file)?.text ?? '', after }, colours),
    );
  }
  const count = plural(files.length, 'file');
  if (isShownOnly) {
    err(`${count} would be written.\n`);
    return files.length > 0 ? exitCodes.changes : exitCodes.success;
  }
  for (const [file] of files) {
    // Somebody may be editing it.
    const now = await readFile(file, 'utf8').catch(() => undefined);
    if (now === originals.get(file)?.whole) continue;
    err(`error: ${printable(file)} has changed meanwhile. Nothing was written; run this again.\n`);
    return exitCodes.error;
  }
  for (const [index, [file, after]] of files.entries()) {
    const text = originals.get(file)?.restored(after) ?? after;
    const fault = await writeFileAtomic(file, text).catch((error: unknown) => String(error));
    if (fault === undefined) continue;
    const written = index === 0 ? 'Nothing was written' : 'The files before it were written';
    err(`error: ${printable(file)}: ${printable(fault)}. ${written}.\n`);
    err('Look at its permissions, and run this again.\n');
    return exitCodes.error;
  }
  err(`${count} written.\n`);
  return exitCodes.success;
}
