// sluice schema: a published JSON Schema, for editors and other programs.
import { readFileSync } from 'node:fs';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { SchemaFile } from '../definitions/schema.ts';
import { processSurroundings } from '../surroundings.ts';

export function schemaCommand(name: SchemaFile): ExitCode {
  const url = new URL(`../../../schemas/${name}.schema.json`, import.meta.url);
  processSurroundings({ wantsColour: false }).out(readFileSync(url, 'utf8'));
  return exitCodes.success;
}
