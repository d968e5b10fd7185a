// The waivers of a group: its own, those in its rules, and those in rules of rulesets.
import { directions } from '../../model/rule.ts';
import type { Source } from '../../model/source.ts';
import type { Waiver } from '../../model/waiver.ts';
import type { Report } from '../fault.ts';
import type { GroupRules } from '../rules/read-direction.ts';
import { readDeadline } from '../read-deadline.ts';
import { isSound } from '../shape/shape.ts';
import { itemsOf, textOf, valueAt, type Located } from '../yaml/located.ts';

interface WaiverContext {
  readonly faulty: ReadonlySet<Located>;
  readonly report: Report;
}

/** As far as they can be read; faults of theirs are reported. */
export function readWaivers({ own, used }: GroupRules, report: Report): readonly Waiver[] {
  const ofUsed = used.flatMap(({ root, faulty }) => inRules(root, { faulty, report }));
  const { root, faulty } = own;
  return [
    ...waiversIn(root, undefined, { faulty, report }),
    ...inRules(root, { faulty, report }),
    ...ofUsed.map((waiver) => ({ ...waiver, isShared: true as const })),
  ];
}

function inRules(root: Located, context: WaiverContext): readonly Waiver[] {
  const rules = directions.flatMap((direction) => listAt(root, direction));
  return rules.flatMap((rule) => waiversIn(rule, rule.source, context));
}

function waiversIn(
  node: Located,
  rule: Source | undefined,
  context: WaiverContext,
): readonly Waiver[] {
  return listAt(node, 'waive').flatMap((item) => {
    const [check, reason] = [valueAt(item, 'check'), valueAt(item, 'reason')];
    const until = readDeadline(valueAt(item, 'until'), 'until', context);
    if (!isSound(item, context.faulty) || !check || !reason || !until) return [];
    return [{ check: textOf(check), reason: textOf(reason), until, rule, source: item.source }];
  });
}

function listAt(node: Located, key: string): readonly Located[] {
  const list = valueAt(node, key);
  return list?.kind === 'list' ? itemsOf(list) : [];
}
