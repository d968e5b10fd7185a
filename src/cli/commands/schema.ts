// sluice schema: a published JSON Schema, for editors and other programs.
import { readFileSync } from 'node:fs';
import { packageFile } from '../../model/package-file.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { SchemaFile } from '../definitions/schema.ts';
import { processSurroundings } from '../surroundings.ts';

export function schemaCommand(name: SchemaFile): ExitCode {
  const text = readFileSync(packageFile(`schemas/${name}.schema.json`), 'utf8');
  processSurroundings({ wantsColour: false }).out(text);
  return exitCodes.success;
}
