// Reads the files that were written back, as every other command would, and plans from them.
import { ownedNames } from '../../model/live.ts';
import { renderRefusalAdvice, renderRefusals } from '../../report/findings-text.ts';
import {
  importedText,
  importNextText,
  observeNextText,
  provedText,
  unsaidText,
} from '../../report/import-text.ts';
import { printable } from '../../report/printable.ts';
import { commandLine } from '../command-line.ts';
import type { ImportCommandOptions } from '../commands/import.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadWorkspace } from '../load-workspace.ts';
import { freshPlan } from '../make-plan.ts';
import type { FoundGroups, ImportContext } from './find-groups.ts';
import { proveImport } from './prove-import.ts';
import { relativeFile } from './relative-file.ts';
import { sayUnmatched } from './say-unmatched.ts';

export async function proveFiles(found: FoundGroups, context: ImportContext): Promise<ExitCode> {
  const { desired, listed, imported } = found;
  const { loaded, options, surroundings } = context;
  const { out, err, folder, colours } = surroundings;
  const files = imported.map(({ file, live, unsaid, notes }) => {
    return {
      file: relativeFile(file, folder),
      id: live.id,
      rules: live.rules.length,
      unsaid,
      notes,
    };
  });
  out(importedText(files));
  err(unsaidText(files));
  await sayUnmatched(found, context);
  const alsoFiles = imported.map(({ file }) => relativeFile(file, loaded.folder));
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
    err(renderRefusalAdvice(proof.refusals));
    err('The files are written, and no plan can be made from them until that is mended.\n');
    return exitCodes.error;
  }
  for (const { group, kind } of proof.changes) {
    err(`error: a plan from these files would change "${printable(group)}" (${kind}).\n`);
  }
  for (const name of proof.differing) {
    err(`error: "${printable(name)}" is not what its file says.\n`);
  }
  if (proof.changes.length + proof.differing.length > 0) {
    err(
      'Apply none of these files. Somebody may be changing groups: run the import again, with --force.\n',
    );
    return exitCodes.error;
  }
  out(provedText(proof));
  out(nextText({ desired, listed }, options));
  return exitCodes.success;
}

function nextText(
  { desired: { owner, target }, listed }: Pick<FoundGroups, 'desired' | 'listed'>,
  options: ImportCommandOptions,
): string {
  const isFirst = ownedNames(listed, { owner, vpc: target.vpc }).size === 0;
  const consent = isFirst ? ['--allow-hazards', 'first-apply'] : [];
  const { workspace, target: targets } = options;
  const files = {
    ...(workspace === undefined ? {} : { workspace }),
    ...(targets === undefined ? {} : { target: targets }),
  };
  const validate = commandLine(['validate'], files);
  const plan = commandLine(['plan'], options);
  if (options.observe === true) {
    return observeNextText({ validate, plan, drift: commandLine(['drift'], options) });
  }
  return importNextText({ validate, plan, apply: commandLine(['apply', ...consent], options) });
}
