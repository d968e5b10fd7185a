// The change of each group as a unified diff of YAML, the live group against the planned one.
import type { Colors } from 'picocolors/types.js';
import { writeGroup } from '../desired/write.ts';
import type { GroupContent } from '../model/group.ts';
import { isReservedTag, type GroupName } from '../model/group-identity.ts';
import type { Rule } from '../model/rule.ts';
import type { GroupStates } from '../planner/order/states.ts';
import { renderYamlDiff } from '../report/yaml-diff.ts';

export function yamlDiffs(states: readonly GroupStates[], colours: Colors): string {
  const diffs = states.map(({ group, before, path }) =>
    renderYamlDiff(
      {
        name: group,
        live: yamlOf(group, before),
        desired: path.length === 0 ? yamlOf(group, before) : yamlOf(group, path.at(-1)),
      },
      colours,
    ),
  );
  return diffs.join('');
}

function yamlOf(name: GroupName, content: GroupContent | undefined): string {
  if (content === undefined) return '';
  const rules = content.rules.map(withoutEmptyDescription);
  const tags = Object.entries(content.tags).filter(([key]) => !isReservedTag(key));
  return writeGroup({
    ...content,
    name,
    tags: tags.length === 0 ? undefined : Object.fromEntries(tags),
    ingress: rules.filter(({ direction }) => direction === 'ingress'),
    egress: rules.filter(({ direction }) => direction === 'egress'),
  });
}

/** A live rule without a description has an empty one; nobody writes that. */
function withoutEmptyDescription(rule: Rule): Rule {
  const { description, ...rest } = rule;
  return description === '' ? rest : rule;
}
