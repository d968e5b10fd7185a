// Flags of commands that tell plans in several formats.
import { Option, type Command } from 'commander';
import { reportFormats } from '../reports/formats.ts';

export function reportedCommand(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'how to tell it; markdown is the body of a comment')
        .choices(reportFormats)
        .default('text'),
    )
    .option('--comment-id <text>', 'what tells this comment from others (default: the targets)')
    .addOption(
      new Option('--commit <sha>', 'the commit that this is about, for markdown').env('GITHUB_SHA'),
    );
}
