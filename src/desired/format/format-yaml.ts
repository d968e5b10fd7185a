// The text of a file that people write → the same in one style, with its comments.
import equal from 'fast-deep-equal';
import { parseAllDocuments, type Document } from 'yaml';
import { assert } from '../../model/assert.ts';
import type { Finding } from '../../model/finding.ts';
import type { TextFile } from '../files/text-file.ts';
import { styleFlow } from '../yaml/flow-style.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { canonicalise } from './canonical-values.ts';
import { orderKeys, type FormattedKind } from './key-order.ts';

export type Formatted =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Formatting twice is formatting once, and what the text says stays. */
export function formatYaml(file: TextFile, kind: FormattedKind): Formatted {
  const findings: Finding[] = [];
  const { complete } = parseYaml(file, (finding) => findings.push(finding));
  if (!complete || findings.length > 0) return { ok: false, findings };
  // Comments of several lines keep the CR of each, unlike all else.
  const documents = documentsOf(file.text.replaceAll('\r\n', '\n'));
  for (const document of documents) {
    orderKeys(document, kind);
    canonicalise(document, kind);
  }
  const meant = documents.map(valueOf);
  // Where a comment stands may settle only when the text is read once more.
  let text = textOf(documents);
  for (let pass = 0; pass < passesMax; pass++) {
    const again = textOf(documentsOf(text));
    if (again === text) break;
    text = again;
  }
  assert(equal(documentsOf(text).map(valueOf), meant), `${file.file} would say something else`);
  return { ok: true, text };
}

const passesMax = 5;

function documentsOf(text: string): readonly Document[] {
  const documents = parseAllDocuments(text, { version: '1.2' });
  return 'empty' in documents ? [] : documents;
}

function valueOf(document: Document): unknown {
  return document.toJS({ maxAliasCount: -1 });
}

function textOf(documents: readonly Document[]): string {
  const texts = documents.map((document, index) => {
    styleFlow(document);
    const text = document.toString({ lineWidth: 0 });
    const isStarted = index === 0 || document.directives?.docStart === true;
    return isStarted ? text : `---\n${text}`;
  });
  return texts.join('');
}
