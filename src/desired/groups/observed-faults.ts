// What says nothing of a group that is only observed, because it says what sluice should do about it.
import { fault, type Report } from '../fault.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';

export function isObserved(root: Located): boolean {
  const mode = valueAt(root, 'mode');
  return mode !== undefined && textOf(mode) === 'observe';
}

/** All that is written of such a group is what it should be, and all else of it is a difference. */
export function reportChangesOfObserved(root: Located, report: Report): void {
  const [rules, absent] = [valueAt(root, 'rules'), valueAt(root, 'absent')];
  if (rules !== undefined && textOf(rules) === 'additive') {
    const message =
      '"rules: additive" keeps live rules, and a group that is observed keeps them all; expected mode: observe alone, with ignore for rules that are no difference';
    const example = 'ignore: { rules: [{ description: "k8s-*" }] }';
    report(fault(rules.source, { code: 'observed-and-additive', message, example }));
  }
  const members = valueAt(root, 'members');
  if (members !== undefined) {
    const message =
      '"members" says who joins and leaves, and nobody does so in a group that is observed; expected the group without it, or without mode: observe';
    report(fault(members.source, { code: 'observed-and-members', message, example }));
  }
  if (absent !== undefined) {
    const message =
      '"absent" says what must go, and nothing goes from a group that is observed; expected the group without it, or without mode: observe';
    report(fault(absent.source, { code: 'observed-and-absent', message, example }));
  }
}

const example = 'mode: manage';
