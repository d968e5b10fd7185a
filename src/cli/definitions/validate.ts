// The flags of sluice validate.
import { Option, type Command } from 'commander';
import type { ValidateOptions } from '../commands/validate.ts';
import { examples, workspaceCommand, type Finish } from './base.ts';

const formats = ['text', 'json', 'github', 'sarif'] as const;
export type ValidationFormat = (typeof formats)[number];

export function defineValidate(program: Command, finish: Finish): void {
  workspaceCommand(program, 'validate', 'check the workspace and its groups; reads no cloud')
    .addOption(
      new Option('--format <format>', 'how to tell it (json: schemas/validation.schema.json)')
        .choices(formats)
        .default('text'),
    )
    .addHelpText(
      'after',
      examples([
        'sluice validate',
        'sluice validate --workspace prod/sluice.yaml',
        'sluice validate --format github   # marks the lines of a pull request',
        'sluice validate --format sarif > sluice.sarif',
      ]),
    )
    .action(async (options: ValidateOptions) => {
      const { validate } = await import('../commands/validate.ts');
      finish(await validate(options));
    });
}
