// Reads JUnit XML with a parser that lets nothing pass, and holds it against its schema.
import { readFileSync } from 'node:fs';
import { XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm';

export interface ReadCase {
  readonly name: string;
  /** `failure`, `error`, `skipped` or nothing. */
  readonly outcome: string;
  readonly output: string;
}

const schema = XsdValidator.fromDoc(
  XmlDocument.fromBuffer(readFileSync(new URL('junit.xsd', import.meta.url))),
);

/** Throws where it is not well formed, or not as the schema says. */
export function readJunit(xml: string): readonly ReadCase[] {
  const document = XmlDocument.fromBuffer(Buffer.from(xml));
  try {
    schema.validate(document);
    return document
      .find('//testcase')
      .flatMap((node) => (node instanceof XmlElement ? [caseOf(node)] : []));
  } finally {
    document.dispose();
  }
}

function caseOf(element: XmlElement): ReadCase {
  const outcomes = ['failure', 'error', 'skipped'];
  const outcome = outcomes.find((name) => element.get(name) !== null) ?? '';
  return {
    name: element.attr('name')?.value ?? '',
    outcome,
    output: element.get('system-out')?.content ?? '',
  };
}
