// Which ports of a table the internet reaches, written rule by written rule.
import type { WrittenRule } from '../model/rule.ts';
import type { Source } from '../model/source.ts';
import { groupBy } from '../model/group-by.ts';
import { formatSource } from '../model/source.ts';
import type { Opening } from '../reach/access/internet-openings.ts';
import { withMore } from './rule-words.ts';

export interface OpenPorts {
  readonly source: Source;
  readonly rules: readonly WrittenRule[];
  /** `tcp 22 (SSH), tcp 3389 (RDP)`, the first of them, in their order. */
  readonly ports: string;
}

const shownMax = 4;

/** Of TCP. */
export function openPorts(
  openings: readonly Opening[],
  names: ReadonlyMap<number, string>,
): readonly OpenPorts[] {
  const open = openings
    .filter(({ protocol }) => protocol === 'tcp')
    .flatMap(({ ports, rules }) => {
      const reached = [...names].filter(([port]) => ports.first <= port && port <= ports.last);
      return rules.flatMap((rule) => reached.map(([port, name]) => ({ rule, port, name })));
    });
  return [...groupBy(open, ({ rule }) => formatSource(rule.source)).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const reached = new Map(own.toSorted((a, b) => a.port - b.port).map((o) => [o.port, o.name]));
    const shown = [...reached].slice(0, shownMax).map(([port, name]) => `tcp ${port} (${name})`);
    const rules = own.map(({ rule }) => rule);
    return [{ source: first.rule.source, rules, ports: withMore(shown, reached.size) }];
  });
}
