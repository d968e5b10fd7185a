// One error of ajv → a finding: where, what is wrong, what was expected, and a right example.
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Finding } from '../../model/finding.ts';
import type { Source } from '../../model/source.ts';
import { closest } from './closest.ts';
import { fault } from '../fault.ts';
import { valueAt, type Located } from '../yaml/located.ts';
import { readSchema, type SchemaName } from './schema-files.ts';
import {
  exampleLine,
  exampleText,
  schemaProperties,
  schemaText,
  type SchemaText,
} from './schema-text.ts';

export interface ShapeError {
  readonly error: ErrorObject;
  readonly node: Located;
  readonly schema: SchemaName;
}

/** Keys that are unknown, missing or misnamed in one mapping. A misspelt key is not missing as well. */
export function keyFindings(errors: readonly ShapeError[]): readonly Finding[] {
  const unknown = errors.filter(({ error }) => error.keyword === 'additionalProperties');
  const missing = errors.filter(({ error }) => error.keyword === 'required');
  const misnamed = errors.filter(({ error }) => error.keyword === 'propertyNames');
  const meant = new Set(unknown.map((error) => meantKey(error, missing)));
  const left = missing.filter((error) => !meant.has(keyOf(error)) && !isSpared(error, meant));
  return [
    ...unknown.map((error) => unknownKey(error, missing)),
    ...left.map(missingKey),
    ...misnamed.map(misnamedKey),
  ];
}

/** A service stands for the protocol. */
function isSpared(error: ShapeError, meant: ReadonlySet<string | undefined>): boolean {
  return keyOf(error) === 'protocol' && meant.has('service');
}

export function valueFinding({ error, node, schema }: ShapeError): Finding {
  const label = lastKey(error.instancePath);
  const { title, example: anyRight } = wholeText({ error, node, schema });
  const example = rightValue({ error, node, schema }, anyRight);
  const code = label === undefined ? 'bad-document' : `bad-${codeName(label, error.instancePath)}`;
  const what = label === undefined ? 'the document' : `"${label}"`;
  const copy = label === undefined ? exampleText(example) : exampleLine(label, example);
  return fault(node.source, {
    code,
    message: `${what} ${problem({ error, node, schema }, title)}`,
    example: copy,
  });
}

/** A wave alone is no right value of `waves`, so that the example is that of the whole. */
function wholeText({ error, schema }: ShapeError): SchemaText {
  const text = schemaText(error.parentSchema, schema);
  if (!/^\/waves\/\d+/.test(error.instancePath)) return text;
  const { waves } = schemaProperties(readSchema(schema));
  return { ...text, example: schemaText(waves, schema).example };
}

function problem({ error, node }: ShapeError, title: string): string {
  if (error.keyword === 'dependentRequired') {
    const { property, missingProperty } = error.params as Readonly<Record<string, string>>;
    return `has "${property}", which stands only beside "${missingProperty}"`;
  }
  const written = mayHoldPassword(error) ? 'not an endpoint' : shown(node);
  return `is ${written}; expected ${title}${wantsQuotes(node, error) ? ', in quotes' : ''}`;
}

/** People write passwords into URLs; what may hold one is not repeated. */
function mayHoldPassword({ instancePath }: ErrorObject): boolean {
  return lastKey(instancePath) === 'endpoint';
}

/** Of a few words that are right, the one that was meant; else the schema's own example. */
function rightValue({ error, node }: ShapeError, example: unknown): unknown {
  const label = lastKey(error.instancePath);
  const { allowedValues } = error.params as { readonly allowedValues?: readonly unknown[] };
  if (label !== undefined && isEmptyList(label, node)) return [];
  if (allowedValues === undefined || node.kind !== 'scalar') return example;
  const meant = closest(node.text, allowedValues.map(String));
  return meant ?? (label === 'policy' ? policyMeant(node.text) : example);
}

/** A direction without rules lets nothing in or out by a rule. */
function isEmptyList(key: string, node?: Located): boolean {
  if (key !== 'ingress' && key !== 'egress') return false;
  return node?.kind === 'list'
    ? node.items.length === 0
    : node?.kind === 'scalar' && node.value === null;
}

/** No hint opens what somebody may have wanted closed. */
function policyMeant(written: string): string {
  return /^(allow|permit|pass)/i.test(written) ? 'accept' : 'drop';
}

function unknownKey(shapeError: ShapeError, missing: readonly ShapeError[]): Finding {
  const { error, node } = shapeError;
  const key = keyOf(shapeError);
  const properties = schemaProperties(error.parentSchema);
  if (error.instancePath.startsWith('/rulesets/') && key === 'use') {
    return fault(keySource(node, key), useInRuleset);
  }
  const meant = meantKey(shapeError, missing);
  const isLike = closest(key, [meant ?? '']) !== undefined;
  const whole = nameOf(shapeError);
  const known = Object.keys(properties).join(', ');
  const guess = isLike ? `did you mean "${meant}"?` : `"${meant}" is missing here`;
  const hint = meant === undefined ? `expected one of ${known}` : guess;
  return fault(keySource(node, key), {
    code: 'unknown-key',
    message: `unknown key "${key}" in ${whole}; ${hint}`,
    ...(meant === undefined ? {} : { example: meantExample(meant, shapeError) }),
  });
}

function meantExample(meant: string, shapeError: ShapeError): string {
  const written = valueAt(shapeError.node, keyOf(shapeError));
  return isEmptyList(meant, written) ? exampleLine(meant, []) : propertyExample(meant, shapeError);
}

/** Whoever reads a group sees all that it has by its own list. */
const useInRuleset = {
  code: 'unknown-key',
  message:
    'unknown key "use" in a ruleset; rulesets use no other rulesets: a group that uses this one names the others too',
  example: 'use: [baseline, monitored]',
};

function missingKey(shapeError: ShapeError): Finding {
  const { error, schema, node } = shapeError;
  const key = keyOf(shapeError);
  const { title } = schemaText(schemaProperties(error.parentSchema)[key], schema);
  const whole = nameOf(shapeError);
  const isPeer = title.startsWith('a peer');
  const never = isPeer ? '; a missing peer never means everywhere' : '';
  const own = isPeer ? ownSide(key, node) : '';
  return fault(node.source, {
    code: isPeer ? 'missing-peer' : 'missing-key',
    message: `"${key}" is missing in ${whole}${own}; expected ${title}${never}`,
    example: propertyExample(key, shapeError),
  });
}

/** The other side alone was written, as if it were that of the peer. */
function ownSide(peerKey: string, node: Located): string {
  const other = peerKey === 'source' ? 'destination' : 'source';
  if (valueAt(node, other) === undefined) return '';
  return `, and "${other}" there is our own side, not the peer`;
}

function misnamedKey({ error, node, schema }: ShapeError): Finding {
  const { propertyName } = error.params as { readonly propertyName: string };
  const { propertyNames } = error.parentSchema as { readonly propertyNames: unknown };
  const expected = schemaText(propertyNames, schema).title;
  return fault(keySource(node, propertyName), {
    code: 'bad-key',
    message: `the key "${propertyName}" does not fit; expected ${expected}`,
    example: exampleText(schemaText(error.parentSchema, schema).example),
  });
}

/** The key that an unknown one stands for: one like it, else the only one that is missing. */
function meantKey(shapeError: ShapeError, missing: readonly ShapeError[]): string | undefined {
  const { error, node } = shapeError;
  const free = Object.keys(schemaProperties(error.parentSchema)).filter(
    (name) => node.kind === 'map' && !node.entries.has(name),
  );
  const [only, ...others] = missing.map(keyOf);
  return closest(keyOf(shapeError), free) ?? (others.length === 0 ? only : undefined);
}

function keyOf({ error }: ShapeError): string {
  const { additionalProperty, missingProperty } = error.params as Readonly<Record<string, string>>;
  return additionalProperty ?? missingProperty ?? '';
}

function keySource(node: Located, key: string): Source {
  return (node.kind === 'map' ? node.entries.get(key)?.key : undefined) ?? node.source;
}

function propertyExample(key: string, { error, schema }: ShapeError): string {
  return exampleLine(key, schemaText(schemaProperties(error.parentSchema)[key], schema).example);
}

/** What a mapping is: the part of a title before it is explained, else the key that it stands under. */
function nameOf({ error, schema }: ShapeError): string {
  const [name = ''] = schemaText(error.parentSchema, schema).title.split(':');
  const label = lastKey(error.instancePath);
  return name.includes('{') && label !== undefined ? `"${label}"` : name;
}

function lastKey(pointer: string): string | undefined {
  const key = pointer
    .split('/')
    .slice(1)
    .findLast((step) => !/^\d+$/.test(step));
  return key?.replaceAll('~1', '/').replaceAll('~0', '~');
}

const namedByUsers =
  /^(?:\/rulesets\/[^/]+|\/use\/\d+|\/overlays\/[^/]+|\/accounts\/[^/]+|\/accounts\/[^/]+\/regions\/[^/]+|(?:\/\w+)+(?=\/tag\/))?\/(tags?|networks|services|rulesets|parameters|with|targets|accounts|regions|vpcs|overlays)\/[^/]+(\/\d+)?$/;

/** Keys that users choose are no part of a code. */
function codeName(label: string, pointer: string): string {
  const parent = namedByUsers.exec(pointer)?.[1];
  return (parent ?? label).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** It would be right as a text. */
function wantsQuotes(node: Located, { keyword, params, parentSchema }: ErrorObject): boolean {
  const { type } = params as { readonly type?: unknown };
  if (keyword !== 'type' || type !== 'string') return false;
  const { pattern = '' } = parentSchema as { readonly pattern?: string };
  return node.kind === 'scalar' && node.value !== null && new RegExp(pattern, 'u').test(node.text);
}

const shownLengthMax = 60;

function shown(node: Located): string {
  if (node.kind === 'map') return counted('mapping', node.entries.size);
  if (node.kind === 'list') return counted('list', node.items.length);
  if (node.value === null) return 'empty';
  if (typeof node.value !== 'string') return node.text;
  if (node.value.length <= shownLengthMax) return JSON.stringify(node.value);
  return `a text of ${node.value.length} characters`;
}

function counted(kind: string, size: number): string {
  return size === 0 ? `an empty ${kind}` : `a ${kind} of ${size}`;
}
