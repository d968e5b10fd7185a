// Whether a group file is about one group in one target alone, so that another text for that group may
// take its place.
import type { Finding } from '../../model/finding.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { itemsOf, textOf, valueAt } from '../yaml/located.ts';

export function isFileOf(
  text: string,
  { name, target }: { readonly name: string; readonly target: string },
): boolean {
  const findings: Finding[] = [];
  const { documents, complete } = parseYaml({ file: '', text }, (one) => findings.push(one));
  const [root, ...others] = documents;
  if (findings.length > 0 || !complete || root === undefined || others.length > 0) return false;
  const [written, targets] = [valueAt(root, 'name'), valueAt(root, 'target')];
  const isItsTarget = targets === undefined || itemsOf(targets).map(textOf).join() === target;
  return written !== undefined && textOf(written) === name && isItsTarget;
}
