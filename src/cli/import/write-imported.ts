// Writes what was imported: nothing at all where something is in the way.
import { existsSync, readFileSync } from 'node:fs';
import { addNetworks } from '../../desired/import/add-networks.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { FoundGroups, ImportContext } from './find-groups.ts';
import { isOwnFile } from './is-own-file.ts';
import { relativeFile } from './relative-file.ts';
import { writeNewFile } from './write-files.ts';

/** An exit code where something is in the way; why has then been said. */
export async function writeImported(
  found: FoundGroups,
  context: ImportContext,
): Promise<ExitCode | undefined> {
  const { options, surroundings } = context;
  const { force = false } = options;
  const { err, folder } = surroundings;
  if (found.imported.length === 0) {
    err('There is no group to import. Nothing was written.\n');
    return exitCodes.success;
  }
  const hindered = sayHindrance(found, context) ?? (await writeNetworks(found, context));
  if (hindered !== undefined) return hindered;
  for (const { file, text } of found.imported) {
    const why = await writeNewFile({ file, text }, { force });
    if (why === undefined) continue;
    err(`error: ${relativeFile(file, folder)}: ${why}. The files before it were written.\n`);
    err('Look at the folder and its permissions, and import again with --force.\n');
    return exitCodes.error;
  }
  return undefined;
}

function sayHindrance(
  { desired, imported }: FoundGroups,
  { options: { force = false }, surroundings: { err, folder } }: ImportContext,
): ExitCode | undefined {
  const { name: target } = desired.target;
  const there = imported.filter(({ file }) => existsSync(file));
  const others = there.filter(({ file, name }) => !isOwnFile(file, name, target));
  const refused = force ? others : there;
  if (refused.length === 0) return undefined;
  for (const { file } of refused) {
    const what = force ? 'has something else in it than this group' : 'is there already';
    err(`refused: ${relativeFile(file, folder)} ${what}\n`);
  }
  const advice = others.length > 0 ? '' : 'add --force to write over them, or ';
  err(`Nothing was written. To go on, ${advice}choose another folder with --out.\n`);
  return exitCodes.refused;
}

/** Before the groups, so that none names a network that is not there; one more does no harm. */
async function writeNetworks(
  { networks }: FoundGroups,
  { loaded: { file }, surroundings: { out, err, folder } }: ImportContext,
): Promise<ExitCode | undefined> {
  if (networks.size === 0) return undefined;
  const name = relativeFile(file, folder);
  const text = addNetworks(readFileSync(file, 'utf8'), networks);
  if (text === undefined) {
    err(`refused: ${name} has "networks" in a form that lines cannot be added to.\n`);
    err('Nothing was written. To go on, have a network a line there, or leave out --networks.\n');
    return exitCodes.refused;
  }
  const why = await writeNewFile({ file, text }, { force: true });
  if (why !== undefined) {
    err(`error: ${name}: ${why}. Nothing was written.\n`);
    err('Look at its permissions, or leave out --networks.\n');
    return exitCodes.error;
  }
  out(`~ ${name}: networks ${[...networks.keys()].join(', ')}\n`);
  return undefined;
}
