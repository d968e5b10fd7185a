// Does a document have the shape that its schema asks for? One finding for each fault: ajv tells
// more than one thing about most of them.
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Finding } from '../../model/finding.ts';
import { groupBy } from '../../model/group-by.ts';
import { nodeAt, plainValue, type Located } from '../yaml/located.ts';
import { schemaValidator } from './compiled-schemas.ts';
import type { SchemaName } from './schema-files.ts';
import { keyFindings, valueFinding, type ShapeError } from './shape-words.ts';

export interface Shape {
  readonly findings: readonly Finding[];
  /** The values with a fault of their own; nothing else needs to be said of them. */
  readonly faulty: ReadonlySet<Located>;
}

export function checkShape(root: Located, schema: SchemaName): Shape {
  const validate = schemaValidator(schema);
  validate(plainValue(root));
  const errors = (validate.errors ?? []).filter((error) => !isEcho(error));
  const located = errors.map((error) => ({
    error,
    node: nodeAt(root, error.instancePath),
    schema,
  }));
  const byNode = groupBy(located, ({ node }) => node);
  return {
    findings: [...byNode.values()].flatMap(nodeFindings),
    faulty: new Set(byNode.keys()),
  };
}

/** Nothing in or under this value has a fault of its shape. */
export function isSound(node: Located, faulty: ReadonlySet<Located>): boolean {
  if (faulty.size === 0) return true;
  if (faulty.has(node)) return false;
  if (node.kind === 'list') return node.items.every((item) => isSound(item, faulty));
  if (node.kind === 'scalar') return true;
  return [...node.entries.values()].every(({ value }) => isSound(value, faulty));
}

/** What ajv says of the branches that it tried, beside what it says of the whole. */
function isEcho({ keyword, schemaPath, propertyName }: ErrorObject): boolean {
  return keyword === 'if' || /\/(oneOf|anyOf)\//.test(schemaPath) || propertyName !== undefined;
}

function nodeFindings(errors: readonly ShapeError[]): readonly Finding[] {
  const wrongType = errors.find(({ error }) => error.keyword === 'type');
  if (wrongType !== undefined) return [valueFinding(wrongType)];
  const aboutKeys = keyFindings(errors);
  return aboutKeys.length > 0 ? aboutKeys : errors.slice(0, 1).map(valueFinding);
}
