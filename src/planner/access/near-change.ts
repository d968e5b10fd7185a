// Of two states of a group only what a change can have to do with: rules that meet no changed rule decide
// the same packets before and after, and a plan may have thousands of steps.
import type { GroupContent } from '../../model/group.ts';
import type { Rule } from '../../model/rule.ts';
import { unshared } from '../../model/unshared.ts';
import { boxOf, overlaps, type Box } from '../../reach/overlap.ts';
import type { SidesOfGroup } from './changes-on.ts';

export class NearChange {
  readonly #boxes = new WeakMap<Rule, Box>();

  of(sides: SidesOfGroup): SidesOfGroup {
    const { before, after } = sides;
    if (before === undefined || after === undefined) return sides;
    if (before.innerAccessPolicy !== after.innerAccessPolicy) return sides;
    const { leftOnly, rightOnly } = unshared(before.rules, after.rules);
    const changed = [...leftOnly, ...rightOnly].map((rule) => this.#boxOf(rule));
    const near = (content: GroupContent): GroupContent => ({
      ...content,
      rules: content.rules.filter((rule) => {
        const box = this.#boxOf(rule);
        return changed.some((one) => overlaps(one, box));
      }),
    });
    return { before: near(before), after: near(after) };
  }

  #boxOf(rule: Rule): Box {
    const box = this.#boxes.get(rule) ?? boxOf(rule);
    this.#boxes.set(rule, box);
    return box;
  }
}
