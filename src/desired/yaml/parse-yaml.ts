// Text → the YAML documents in it, within bounds: size, nesting and number of tokens are limited
// before the parser meets them, since it keeps all of them in memory.
import { Composer, Lexer, LineCounter, Parser, type Document, type CST } from 'yaml';
import { fault, type Report, type Words } from '../fault.ts';
import { locate } from './locate.ts';
import type { Located } from './located.ts';
import { fileSizeMax, tokensMax, tooLarge, type TextFile } from '../files/text-file.ts';
import { yamlWords } from './yaml-words.ts';

const depthMax = 64;

/** `complete` is false where some of the text could not be read, so that names in it are unknown. */
export interface ParsedYaml {
  readonly documents: readonly Located[];
  readonly complete: boolean;
}

export function parseYaml({ file, text }: TextFile, report: Report): ParsedYaml {
  const lines = new LineCounter();
  const documents: Located[] = [];
  const sourceAt = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const give = (offset: number, words: Words): ParsedYaml => {
    report(fault(sourceAt(offset), words));
    return { documents, complete: false };
  };
  if (text.length > fileSizeMax) return give(0, tooLarge);
  const tokens = new BoundedTokens(text, lines);
  let complete = true;
  for (const document of compose(tokens)) {
    const problem = firstProblem(document);
    if (problem !== undefined) return give(problem.pos[0], yamlWords(problem));
    const located = locate(document.contents, { file, lines, report });
    if (located === undefined) complete = false;
    else if (!isEmpty(located)) documents.push(located);
  }
  if (tokens.exceeded !== undefined) return give(tokens.exceeded.offset, tokens.exceeded.words);
  return { documents, complete };
}

function compose(tokens: BoundedTokens): Generator<Document> {
  // Duplicate keys are found while locating, where it does not take quadratic time.
  const composer = new Composer({ version: '1.2', uniqueKeys: false, prettyErrors: false });
  return composer.compose(tokens.all()) as Generator<Document>;
}

/** After the first problem of a document the others are mostly its echoes. */
function firstProblem({ errors, warnings }: Document) {
  return [...errors, ...warnings].toSorted((a, b) => a.pos[0] - b.pos[0])[0];
}

function isEmpty(located: Located): boolean {
  return located.kind === 'scalar' && located.value === null;
}

class BoundedTokens {
  exceeded: { readonly offset: number; readonly words: Words } | undefined;
  readonly #text: string;
  readonly #parser: Parser;

  constructor(text: string, lines: LineCounter) {
    this.#text = text;
    this.#parser = new Parser(lines.addNewLine);
    lines.addNewLine(0);
  }

  *all(): Generator<CST.Token> {
    let count = 0;
    for (const lexeme of new Lexer().lex(this.#text)) {
      yield* this.#parser.next(lexeme);
      count += 1;
      const words = this.#limit(count);
      if (words === undefined) continue;
      this.exceeded = { offset: this.#parser.offset, words };
      return;
    }
    yield* this.#parser.end();
  }

  #limit(count: number): Words | undefined {
    if (count > tokensMax) return tooLarge;
    if (this.#parser.stack.length <= depthMax) return undefined;
    const message = `values are nested more than ${depthMax} deep; expected a group or a workspace`;
    return { code: 'too-deep', message };
  }
}
