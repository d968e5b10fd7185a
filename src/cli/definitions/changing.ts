// Flags that commands share which plan changes, and which make them so.
import { InvalidArgumentError, Option, type Command } from 'commander';
import { risks, type Risk } from '../../model/access.ts';
import { parseAmount, type Amount } from '../../model/change-limits.ts';
import type { Cidr } from '../../model/cidr.ts';
import { parseDuration } from '../../model/duration.ts';
import { hazardCodes } from '../../model/hazard.ts';
import { usualParallelism } from '../apply/again.ts';
import { parseOwnAddress } from '../where-from.ts';
import { cloudCommand } from './base.ts';

export const pruneHelp = 'delete groups of ours that are in no file (default: show them)';

/** What all commands that plan changes take. */
export function limitedCommand(program: Command, name: string, description: string): Command {
  return cloudCommand(program, name, description).option(
    '--max-delete <number>',
    'delete at most 5, or 10%, of the rules and of the groups (default: limits.deletes)',
    parseMaxDelete,
  );
}

/** What all commands that write rules take. */
export function applyingCommand(program: Command, name: string, description: string): Command {
  return limitedCommand(program, name, description)
    .option(
      '--auto-approve [risk]',
      'do not ask; or only where the plan is no graver than none, narrows, widens',
      parseRisk,
    )
    .addOption(
      new Option('--allow-hazards <codes>', 'consent to hazards A,B; may be given again')
        .argParser(parseCodes)
        .default([], 'none'),
    )
    .addOption(guardsFromOption())
    .addOption(myAddressOption())
    .addOption(
      new Option('--lock-timeout <duration>', 'wait so long for the lock, as in 10m')
        .argParser(parseWait)
        .default(0, 'do not wait'),
    )
    .option(
      '--settle <duration>',
      'pause between waves that depend on each other (default: 10s on the cloud)',
      parseSeconds,
    )
    .option(
      '--patience <duration>',
      'how long reads may lag behind writes (default: 5m, unless with --emulator)',
      parseSeconds,
    )
    .option('--parallelism <number>', 'calls in flight', parseParallelism, usualParallelism)
    .option('--json', 'print what happens as lines of JSON (schemas/event.schema.json)')
    .option('--journal <file>', 'keep the journal here (default: in the records)')
    .option('--no-records', 'leave no plan, way back and journal in .sluice/');
}

export function onlyOption(): Option {
  const what = 'revoke rules that have expired, and do nothing else';
  return new Option('--only <what>', what).choices(['expired']);
}

export function guardsFromOption(): Option {
  return new Option(
    '--guards-from <ref>',
    'keep to the guards of this commit too, such as origin/main; REF:FILE for a workspace that moved',
  );
}

export function myAddressOption(): Option {
  return new Option('--my-address <address>', 'where you are: no plan may cut you off unasked')
    .env('SLUICE_MY_ADDRESS')
    .argParser(parseMyAddress);
}

function parseRisk(text: string): Risk {
  const risk = risks.find((one) => one === text);
  if (risk !== undefined) return risk;
  throw new InvalidArgumentError(`there is no risk "${text}"; there are ${risks.join(', ')}`);
}

/** A code that is misspelt would consent to nothing, and say so only when it is too late. */
function parseCodes(text: string, before: readonly string[]): readonly string[] {
  const codes = text.split(',').map((code) => code.trim());
  const known: readonly string[] = hazardCodes;
  const unknown = codes.find((code) => !known.includes(code));
  if (unknown === undefined) return [...before, ...codes];
  throw new InvalidArgumentError(`there is no hazard "${unknown}"; there are ${known.join(', ')}`);
}

function parseMaxDelete(text: string): Amount {
  const amount = parseAmount(text);
  if (amount !== undefined) return amount;
  throw new InvalidArgumentError('expected a number such as 5, or a percentage such as 10%');
}

function parseMyAddress(text: string): Cidr {
  const address = parseOwnAddress(text);
  if (address !== undefined) return address;
  throw new InvalidArgumentError('expected an address such as 203.0.113.7 or 2001:db8::7');
}

function parseWait(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError('expected a time such as 30s, 10m or 1h');
}

function parseParallelism(text: string): number {
  const number = Number(text);
  if (/^\d{1,3}$/.test(text) && number >= 1 && number <= 100) return number;
  throw new InvalidArgumentError('expected a number from 1 to 100');
}

/** A bare number is of seconds. */
function parseSeconds(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const ms = parseDuration(text);
  if (ms !== undefined) return ms / 1000;
  throw new InvalidArgumentError('expected a time such as 10s or 5m');
}
