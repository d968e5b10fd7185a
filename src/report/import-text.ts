// What an import wrote, what it left out, and how to go on.
import type { Rule } from '../model/rule.ts';
import type { RuleId } from '../model/rule.ts';
import { alignColumns } from './columns.ts';
import { plural } from './counts.ts';
import { printable } from './printable.ts';
import { ruleCells } from './rule-cells.ts';

export interface ImportedFile {
  readonly file: string;
  readonly id: string;
  readonly rules: number;
  /** Rules whose direction is not written for their sake. */
  readonly unsaid: readonly {
    readonly rule: Rule & { readonly id: RuleId };
    readonly why: string;
  }[];
  readonly notes: readonly string[];
}

export function importedText(files: readonly ImportedFile[]): string {
  const rows = files.map(({ file, id, rules }) => {
    return [`+ ${printable(file)}`, printable(id), plural(rules, 'rule')];
  });
  return alignColumns(rows)
    .map((line) => `${line}\n`)
    .join('');
}

/** For standard error. `wider` is a glob that matches these files too, where there can be one. */
export function unmatchedText({
  files,
  glob,
  workspace,
  wider,
}: {
  readonly files: number;
  readonly glob: string;
  readonly workspace: string;
  readonly wider: string | undefined;
}): string {
  const which = files === 1 ? 'this file' : `these ${files} files`;
  const does = files === 1 ? 'is not matched' : 'are not matched';
  const advice =
    wider === undefined
      ? 'choose a folder below that of the workspace with --out'
      : `write there groups: '${wider}'`;
  return (
    `warning: ${which} ${does} by "${glob}", the groups of ${workspace}, so that no other command will read ` +
    `${files === 1 ? 'it' : 'them'}; ${printable(advice)}\n`
  );
}

/** What is not in the files, by group and rule; for standard error. */
export function unsaidText(files: readonly ImportedFile[]): string {
  return files.map(unsaidOf).join('');
}

function unsaidOf({ file, unsaid, notes }: ImportedFile): string {
  const directions = [...new Set(unsaid.map(({ rule }) => rule.direction))];
  const parts = directions.map((direction) => {
    const own = unsaid.filter(({ rule }) => rule.direction === direction);
    const lines = own.map(({ rule, why }) => {
      return `  ${printable(rule.id)}  ${ruleCells(rule).filter(Boolean).join('  ')}: ${printable(why)}\n`;
    });
    return `${printable(file)}: ${direction} is not written, so that no plan changes it:\n${lines.join('')}`;
  });
  return parts.join('') + notes.map((note) => `${printable(file)}: ${printable(note)}\n`).join('');
}

export interface LeftOutLine {
  readonly id: string;
  readonly cloudName: string;
  readonly why: string;
}

export function leftOutLines(groups: readonly LeftOutLine[]): string {
  return groups
    .map(({ id, cloudName, why }) => {
      return `left out: ${printable(id)} (${printable(cloudName)}): ${printable(why)}\n`;
    })
    .join('');
}

export interface Proved {
  readonly tagged: number;
  readonly renamed: number;
  readonly observed: number;
}

export function provedText({ tagged, renamed, observed }: Proved): string {
  if (observed > 0) {
    const groups = `${plural(observed, 'group')} that ${observed === 1 ? 'is' : 'are'} only observed`;
    return `Proved: a plan from these files changes nothing, and finds no difference in ${groups}.\n`;
  }
  const named = renamed === 0 ? '' : `, and give ${plural(renamed, 'group')} a name`;
  return `Proved: a plan from these files changes no rule. It would tag ${plural(tagged, 'group')} as ours${named}.\n`;
}

/** `validate`, `plan` and `apply` are commands to paste. */
export function importNextText(commands: {
  readonly validate: string;
  readonly plan: string;
  readonly apply: string;
}): string {
  return `Next: ${commands.validate}
      ${commands.plan}
      ${commands.apply}
From Terraform: in place of each resource, removed { from = alicloud_security_group.web  lifecycle { destroy = false } },
for its alicloud_security_group_rule too; terraform apply then forgets them and deletes nothing. Do that first.
`;
}

/** Of groups that are only looked at: nobody has to hand them over. */
export function observeNextText(commands: {
  readonly validate: string;
  readonly plan: string;
  readonly drift: string;
}): string {
  return `Next: ${commands.validate}
      ${commands.plan}
      ${commands.drift}
`;
}
