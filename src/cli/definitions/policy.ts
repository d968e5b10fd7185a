// The argument and the flag of sluice policy.
import { Argument, InvalidArgumentError, type Command } from 'commander';
import {
  askedParts,
  optionalParts,
  ramNeeds,
  ramPolicy,
  type RamChoice,
  type RamPart,
} from '../../cloud/ram-actions.ts';
import type { Purpose } from '../../model/target.ts';
import { exitCodes } from '../exit-codes.ts';
import { processSurroundings } from '../surroundings.ts';
import { examples, quiet, type Finish } from './base.ts';

export function definePolicy(program: Command, finish: Finish): void {
  quiet(program.command('policy').description('print the RAM policy that a role needs'))
    .addArgument(new Argument('<role>', 'to plan, or to apply').choices(['plan', 'apply']))
    .option(
      '--without <parts>',
      'leave out what can be done without, as A,B',
      partsOf(optionalParts),
    )
    .option('--with <parts>', 'add what has to be asked for, as A,B', partsOf(askedParts))
    .addHelpText('after', `\n${help}${examples(policyExamples)}`)
    .action((purpose: Purpose, { without = [], with: asked = [] }: Partial<RamChoice>) => {
      const policy = JSON.stringify(ramPolicy(purpose, { without, with: asked }), undefined, 2);
      processSurroundings({ wantsColour: false }).out(`${policy}\n`);
      finish(exitCodes.success);
    });
}

type Parse = (text: string, before?: readonly RamPart[]) => readonly RamPart[];

function partsOf(known: readonly RamPart[]): Parse {
  return (text, before = []) => {
    const words = text.split(',').map((word) => word.trim());
    const parts = words.map((word) => known.find((part) => part === word));
    const found = parts.filter((part) => part !== undefined);
    if (found.length === words.length) return [...before, ...found];
    throw new InvalidArgumentError(`expected some of ${known.join(', ')}`);
  };
}

const losses = ramNeeds.flatMap(({ part, without }) =>
  without === undefined || !optionalParts.includes(part)
    ? []
    : [`  ${part.padEnd(16)}${without}\n`],
);

const gains = ramNeeds.flatMap(({ part, without = '', besides }) =>
  besides === undefined ? [] : [`  ${part}: without them ${without};\n  ${besides}\n`],
);

const help = `The role to plan serves plan, drift, import, snapshot, test, explain and graph, and writes
nothing; the role to apply serves apply, rollback, hold and unhold too. Whoever assumes a role of a
target (role:) needs sts:AssumeRole for it; with a token of OIDC, the role's trust policy is enough.
A plan that was made with interfaces, or with lists, is applied with them.

What is lost with --without:
${losses.join('')}
What has to be asked for, with --with:
${gains.join('')}`;

const policyExamples = [
  'sluice policy plan > plan-policy.json',
  'sluice policy apply --without members,lists',
  'sluice policy apply --with replacements',
  'aliyun ram CreatePolicy --PolicyName sluice-plan --PolicyDocument "$(sluice policy plan)"',
];
