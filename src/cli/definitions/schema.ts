// The argument of sluice schema.
import { Argument, type Command } from 'commander';
import { examples, quiet, type Finish } from './base.ts';

/** The files of `schemas/`, by their names. */
export const schemaFiles = [
  'group',
  'workspace',
  'tests',
  'test-results',
  'plan',
  'plan-set',
  'drift',
  'event',
  'explanation',
  'snapshot',
  'validation',
] as const;
export type SchemaFile = (typeof schemaFiles)[number];

export function defineSchema(program: Command, finish: Finish): void {
  quiet(
    program.command('schema').description('print a JSON Schema of what sluice reads and writes'),
  )
    .addArgument(new Argument('<name>', 'of what').choices(schemaFiles))
    .addHelpText('after', examples(['sluice schema group > group.schema.json']))
    .action(async (name: SchemaFile) => {
      const { schemaCommand } = await import('../commands/schema.ts');
      finish(schemaCommand(name));
    });
}
