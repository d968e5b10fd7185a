// The flags of sluice drift.
import { Option, type Command } from 'commander';
import type { DriftCommandOptions } from '../commands/drift.ts';
import { parseReport, reportFormats } from '../reports/formats.ts';
import { cloudCommand, collectList, examples, liveOption, type Finish } from './base.ts';

export function defineDrift(program: Command, finish: Finish): void {
  cloudCommand(program, 'drift', 'find what changed behind your back; exits 2 when something did')
    .addOption(liveOption())
    .addOption(
      new Option('--format <format>', 'how it is printed; markdown is the body of an issue')
        .choices(reportFormats)
        .default('text'),
    )
    .option('--report <format=file>', 'also write this report; may be given again', parseReport)
    .option('--json', 'the same as --format json (schemas/drift.schema.json)')
    .option('--repair', 'also save the plan that takes drift back, in the file of --out')
    .option('--out <file>', 'where --repair saves the plan')
    .option('--accept', 'write what is live into the files, with their comments, and show the diff')
    .option(
      '--group <globs>',
      'only groups like A,B*, with --accept; may be given again',
      collectList,
    )
    .option('--diff', 'with --accept: write nothing, show what would change')
    .option('--metrics <file>', 'also write metrics for Prometheus, whole or not at all')
    .addOption(
      new Option('--webhook <url>', 'tell it of drift and of failures; better by the variable').env(
        'SLUICE_WEBHOOK',
      ),
    )
    .addOption(
      new Option('--webhook-format <format>', 'a message for Slack, or what --json prints')
        .choices(['slack', 'json'])
        .default('slack'),
    )
    .addHelpText('after', `\n${help}${examples(driftExamples)}`)
    .action(async (options: DriftCommandOptions) => {
      const { driftCommand } = await import('../commands/drift.ts');
      finish(await driftCommand(options));
    });
}

const help = `The URL of a webhook is a secret: no more than its host is printed, and processes of others may see what
stands on a command line, so give it as SLUICE_WEBHOOK. It is posted to when there is drift, or a target
could not be read; again after no answer, 429 and 5xx, four times in all. That it failed is said and
changes no exit code.

--accept changes no rule of the cloud. A group counts as accepted once a plan from its new text finds nothing
in it, and the same as before in all others, in every target; of any other group nothing is written, and
what is to be edited by hand is said with its place. Groups that are held are accepted where --group names
them.

With --metrics a run that fails leaves sluice_up 0, and when each target was last read as it was.

Groups that are held or left out are shown and are no drift. What could not be read is an error, never
"no drift".

Exit codes of drift:
  0 no drift   1 a target could not be read   2 drift   3 invalid configuration or usage
  with --accept: 0 all is accepted   2 it would be, with --diff   4 a group is to be edited by hand
`;

const driftExamples = [
  'sluice drift',
  'sluice drift --target prod --format markdown > issue.md',
  'sluice drift --report json=drift.json --report sarif=drift.sarif --report junit=drift.xml',
  'SLUICE_WEBHOOK=https://hooks.slack.com/services/… sluice drift --metrics /var/lib/node/sluice.prom',
  'sluice drift --accept --group web --diff',
  'sluice drift --repair --out drift.plan.json',
];
