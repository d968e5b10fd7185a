// A resource group belongs to one account, so a group that is in targets of several cannot be in it everywhere.
import { fault, type Report } from '../fault.ts';
import { listNames } from '../workspace/list-names.ts';
import type { Targets } from '../workspace/read-targets.ts';
import { textOf, type Located } from '../yaml/located.ts';

/** `written` is the value of `resourceGroup`, as it stands in these targets. */
export function reportResourceGroupElsewhere(
  written: Located | undefined,
  names: readonly string[] | undefined,
  { targets, report }: { readonly targets: Targets; readonly report: Report },
): void {
  if (written === undefined || names === undefined) return;
  const accounts = new Set(names.flatMap((name) => targets.byName.get(name)?.account ?? []));
  if (accounts.size < 2) return;
  const message = `"resourceGroup" is of one account, and the targets ${listNames(names)} are of ${accounts.size} accounts; expected an overlay for those of each account`;
  const [first = ''] = names;
  const example = `overlays: { ${first}: { resourceGroup: ${textOf(written)} } }`;
  report(fault(written.source, { code: 'resource-group-in-several-accounts', message, example }));
}
