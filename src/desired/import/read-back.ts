// Whether a group that is written reads back as it was: what import writes is believed only then.
import type { DesiredGroup } from '../../model/group.ts';
import { contentKey, type Rule } from '../../model/rule.ts';
import type { Target } from '../../model/target.ts';
import type { Finding } from '../../model/finding.ts';
import { readGroupFile } from '../groups/read-group-file.ts';
import { noRulesets } from '../workspace/rulesets.ts';
import { noTargetNetworks } from '../workspace/target-networks.ts';
import { writeGroup, type WritableGroup, type WriteOptions } from '../write.ts';

export interface Writing {
  readonly target: Target;
  readonly options: WriteOptions & { readonly defaultPriority: number };
}

/** Undefined where it does; else why not, in a sentence. */
export function readingFault(
  group: WritableGroup,
  { target, options }: Writing,
): string | undefined {
  const findings: Finding[] = [];
  const { readings } = readGroupFile(
    { file: 'imported.yaml', text: writeGroup(group, options) },
    {
      targets: { names: [target.name], byName: new Map([[target.name, target]]), uses: [] },
      networks: noTargetNetworks,
      findService: () => 'unknown',
      serviceNames: [],
      rulesets: noRulesets,
      nowMs: 0,
      defaultPriority: options.defaultPriority,
      report: (finding) => findings.push(finding),
    },
  );
  const wrong = findings.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) return wrong.message;
  const [read] = readings;
  return read?.group !== undefined && isSame(group, read.group)
    ? undefined
    : 'it reads back as something else';
}

function isSame(written: WritableGroup, read: DesiredGroup): boolean {
  return (
    read.state === 'present' &&
    read.name === written.name &&
    read.cloudName === written.cloudName &&
    (read.description ?? '') === (written.description ?? '') &&
    read.type === written.type &&
    read.innerAccessPolicy === written.innerAccessPolicy &&
    read.resourceGroup === written.resourceGroup &&
    read.adopt === written.adopt &&
    (read.observed !== undefined) === (written.mode === 'observe') &&
    tagsKey(read.tags) === tagsKey(written.tags) &&
    rulesKey(read.ingress) === rulesKey(written.ingress) &&
    rulesKey(read.egress) === rulesKey(written.egress)
  );
}

function tagsKey(tags: WritableGroup['tags']): string {
  return tags === undefined ? 'none' : JSON.stringify(Object.entries(tags).toSorted());
}

function rulesKey(rules: readonly Rule[] | undefined): string {
  return rules === undefined ? 'none' : JSON.stringify(rules.map(contentKey).toSorted());
}
