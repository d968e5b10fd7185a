// Who may reach whom as a drawing: Mermaid, which repositories show in Markdown, and DOT for Graphviz.
// Names are other people's making: nodes go by numbers, and in labels nothing is left that is syntax.
import type { AccessGraph, GraphEdge, GraphNode } from '../model/access-graph.ts';
import { printable } from './printable.ts';

export function renderMermaid({ notes, nodes, edges }: AccessGraph): string {
  const ids = idsOf(nodes);
  const lines = [
    'flowchart LR',
    ...notes.map((note) => `  %% ${printable(note)}`),
    ...nodes.map((node) => {
      const [open, close] = mermaidShapes[node.kind];
      return `  ${ids.get(node.key) ?? ''}${open}"${mermaidText(node.label)}"${close}`;
    }),
    ...edges.map((edge) => {
      const arrow = edge.egress === 'dropped' ? '-.->' : '-->';
      const [from = '', to = ''] = [ids.get(edge.from), ids.get(edge.to)];
      return `  ${from} ${arrow}|"${mermaidText(edgeLabel(edge))}"| ${to}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}

export function renderDot({ notes, nodes, edges }: AccessGraph): string {
  const ids = idsOf(nodes);
  const lines = [
    ...notes.map((note) => `// ${printable(note)}`),
    'digraph access {',
    '  rankdir=LR;',
    ...nodes.map(({ key, kind, label }) => {
      return `  ${ids.get(key) ?? ''} [label=${dotText(label)}, shape=${dotShapes[kind]}];`;
    }),
    ...edges.map((edge) => {
      const style = edge.egress === 'dropped' ? ', style=dashed' : '';
      const [from = '', to = ''] = [ids.get(edge.from), ids.get(edge.to)];
      return `  ${from} -> ${to} [label=${dotText(edgeLabel(edge))}${style}];`;
    }),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function idsOf(nodes: readonly GraphNode[]): ReadonlyMap<string, string> {
  return new Map(nodes.map(({ key }, index) => [key, `n${index + 1}`]));
}

function edgeLabel({ traffic, egress, isPart }: GraphEdge): string {
  const what = `${traffic.join(' and ')}${isPart ? ' (in part)' : ''}`;
  if (egress === 'dropped') return `${what} (dropped by its own egress)`;
  return egress === 'unknown' ? `${what} (if its own egress lets it)` : what;
}

const mermaidShapes: Readonly<Record<GraphNode['kind'], readonly [string, string]>> = {
  group: ['[', ']'],
  otherGroup: ['[[', ']]'],
  internet: ['((', '))'],
  network: ['([', '])'],
  block: ['([', '])'],
  prefixList: ['[/', '/]'],
};

const dotShapes: Readonly<Record<GraphNode['kind'], string>> = {
  group: 'box',
  otherGroup: 'box3d',
  internet: 'doublecircle',
  network: 'ellipse',
  block: 'ellipse',
  prefixList: 'parallelogram',
};

/**
 * All but letters, digits and what cannot be syntax in quotation marks goes by its number. A colon does so
 * before another number: in `style a:#35;` Mermaid sees a statement of style, and takes its end away.
 */
function mermaidText(text: string): string {
  const numbered = printable(text).replace(/[^\p{L}\p{N} .,:/_()-]/gu, (character) => {
    return `#${character.codePointAt(0) ?? 0};`;
  });
  return numbered.replace(/:(?=\S*#)/g, '#58;');
}

function dotText(text: string): string {
  return `"${printable(text).replace(/["\\]/g, '\\$&')}"`;
}
