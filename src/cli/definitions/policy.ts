// The argument and the flag of sluice policy.
import { Argument, InvalidArgumentError, type Command } from 'commander';
import { optionalParts, ramNeeds, ramPolicy, type RamPart } from '../../cloud/ram-actions.ts';
import type { Purpose } from '../../model/target.ts';
import { exitCodes } from '../exit-codes.ts';
import { processSurroundings } from '../surroundings.ts';
import { examples, quiet, type Finish } from './base.ts';

interface PolicyOptions {
  readonly without: readonly RamPart[];
}

export function definePolicy(program: Command, finish: Finish): void {
  quiet(program.command('policy').description('print the RAM policy that a role needs'))
    .addArgument(new Argument('<role>', 'to plan, or to apply').choices(['plan', 'apply']))
    .option('--without <parts>', 'leave out what can be done without, as A,B', parseParts, [])
    .addHelpText('after', `\n${help}${examples(policyExamples)}`)
    .action((purpose: Purpose, { without }: PolicyOptions) => {
      const policy = JSON.stringify(ramPolicy(purpose, without), undefined, 2);
      processSurroundings({ wantsColour: false }).out(`${policy}\n`);
      finish(exitCodes.success);
    });
}

function parseParts(text: string, before: readonly RamPart[]): readonly RamPart[] {
  const words = text.split(',').map((word) => word.trim());
  const parts = words.map((word) => optionalParts.find((part) => part === word));
  const found = parts.filter((part) => part !== undefined);
  if (found.length === words.length) return [...before, ...found];
  throw new InvalidArgumentError(`expected some of ${optionalParts.join(', ')}`);
}

const losses = ramNeeds.flatMap(({ part, without }) =>
  without === undefined ? [] : [`  ${part.padEnd(16)}${without}\n`],
);

const help = `The role to plan serves plan, drift, import, snapshot, test, explain and graph, and writes
nothing; the role to apply serves apply, rollback, hold and unhold too. Whoever assumes a role of a
target (role:) needs sts:AssumeRole for it; with a token of OIDC, the role's trust policy is enough.
A plan that was made with interfaces, or with lists, is applied with them.

What is lost with --without:
${losses.join('')}`;

const policyExamples = [
  'sluice policy plan > plan-policy.json',
  'sluice policy apply --without members,lists',
  'aliyun ram CreatePolicy --PolicyName sluice-plan --PolicyDocument "$(sluice policy plan)"',
];
