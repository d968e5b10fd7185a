// Goal: the schemas alone serve editors and other people's CI: each property is explained, the
// examples pass, and wrong shapes do not.
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

const root = new URL('../../', import.meta.url);
const names = ['group', 'workspace', 'tests'] as const;
type SchemaName =
  | (typeof names)[number]
  | 'plan'
  | 'plan-set'
  | 'drift'
  | 'event'
  | 'explanation'
  | 'test-results'
  | 'snapshot'
  | 'validation';

test.each(names)('every property of the %s schema has a description and examples', (name) => {
  const properties = propertiesOf(readSchema(name), name);
  expect(properties.length).toBeGreaterThan(10);
  const silent = properties.filter(({ schema }) => !schema['description'] || !schema['examples']);
  expect(silent.map(({ path }) => path)).toEqual([]);
});

test.each(names)('every example in the %s schema is right', (name) => {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  ajv.addSchema(readSchema(name));
  for (const { path, schema, pointer } of propertiesOf(readSchema(name), name)) {
    const validate = ajv.compile({ $ref: `urn:sluice:${name}#${pointer}` });
    for (const example of schema['examples'] as readonly unknown[]) {
      expect(validate(example), `${path}: ${JSON.stringify(example)}`).toBe(true);
    }
  }
});

test('every property of the plan schema is explained, by itself or by what it refers to', () => {
  const schema = readSchema('plan');
  const definitions = schema['$defs'] as Readonly<Record<string, AnySchemaObject>>;
  const explained = propertiesOf(schema, 'plan').map(({ path, schema: property, pointer }) => {
    const name = String((property as AnySchemaObject)['$ref'] ?? '').slice('#/$defs/'.length);
    return { path, pointer, schema: definitions[name] ?? property };
  });
  expect(explained.length).toBeGreaterThan(100);
  const silent = explained.filter(({ schema: { description, examples, properties } }) => {
    return !description || (examples ?? properties) === undefined;
  });
  expect(silent.map(({ path }) => path)).toEqual([]);
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  ajv.addSchema(schema);
  for (const {
    path,
    pointer,
    schema: { examples = [] },
  } of explained) {
    const validate = ajv.compile({ $ref: `urn:sluice:plan#${pointer}` });
    for (const example of examples as readonly unknown[]) {
      expect(validate(example), `${path}: ${JSON.stringify(example)}`).toBe(true);
    }
  }
});

test('every property of the plan-set schema is explained, and its examples are right', () => {
  const properties = propertiesOf(readSchema('plan-set'), 'plan-set');
  expect(properties).toHaveLength(6);
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  ajv.addSchema([readSchema('plan'), readSchema('plan-set')]);
  for (const { path, schema, pointer } of properties) {
    expect(schema['description'], path).toBeTruthy();
    const validate = ajv.compile({ $ref: `urn:sluice:plan-set#${pointer}` });
    for (const example of schema['examples'] as readonly unknown[]) {
      expect(validate(example), `${path}: ${JSON.stringify(example)}`).toBe(true);
    }
  }
});

const outputSchemas = [
  ['event', 60],
  ['drift', 50],
  ['explanation', 45],
  ['test-results', 25],
  ['snapshot', 40],
  ['validation', 20],
] as const;

test.each(outputSchemas)(
  'every property of the %s schema is explained, and its examples are right',
  (name, count) => {
    const schema = readSchema(name);
    const definitions = schema['$defs'] as Readonly<Record<string, AnySchemaObject>>;
    const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
    ajv.addSchema([readSchema('plan'), schema]);
    const properties = propertiesOf(schema, name);
    expect(properties.length).toBeGreaterThan(count);
    for (const { path, schema: property, pointer } of properties) {
      const { $ref } = property as AnySchemaObject;
      // What a rule is, the schema of plans explains.
      if (typeof $ref === 'string' && $ref.startsWith('urn:sluice:plan#')) continue;
      const explained = definitions[String($ref).slice('#/$defs/'.length)] ?? property;
      expect(explained['description'], path).toBeTruthy();
      const validate = ajv.compile({ $ref: `urn:sluice:${name}#${pointer}` });
      const examples = explained['examples'] as readonly unknown[];
      expect(examples, path).not.toHaveLength(0);
      for (const example of examples) {
        expect(validate(example), `${path}: ${JSON.stringify(example)}`).toBe(true);
      }
    }
  },
);

test('assertions are the same in test files and under protect', () => {
  const [inTests, inWorkspace] = (['tests', 'workspace'] as const).map(
    (name) => readSchema(name)['$defs'] as Readonly<Record<string, unknown>>,
  );
  const shared = Object.keys(inTests ?? {}).map((name) => [name, inWorkspace?.[name]]);
  expect(Object.fromEntries(shared)).toEqual(inTests);
});

test.each(['ingressRule', 'egressRule'])(
  'the %s of a ruleset has what one of a group has, but it overrides nothing',
  (name) => {
    const [inGroup, inWorkspace] = (['group', 'workspace'] as const).map((schema) => {
      const { [name]: rule } = readSchema(schema)['$defs'] as Record<string, AnySchemaObject>;
      const properties = rule?.['properties'] as Record<string, { readonly description: string }>;
      const said = Object.entries(properties).map(([key, { description }]): [string, string] => [
        key,
        description,
      ]);
      return Object.fromEntries(said);
    });
    const { override, ...rest } = inGroup ?? {};
    expect(override).toBeDefined();
    expect(inWorkspace).toEqual(rest);
  },
);

test.each(['deadline', 'waiver', 'waivers', 'groupId', 'protocols', 'portRanges'])(
  '%s is the same in the workspace and in groups',
  (name) => {
    const [inGroup, inWorkspace] = (['group', 'workspace'] as const).map(
      (schema) => (readSchema(schema)['$defs'] as Record<string, unknown>)[name],
    );
    expect(inWorkspace).toEqual(inGroup);
  },
);

const examples = readdirSync(new URL('examples/', root), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.ya?ml$/.test(file))
  // A world for the emulator, which has a shape of its own.
  .filter((file) => file !== 'emulator-seed.yaml');

test('every schema is walked by a test here', () => {
  const files = readdirSync(new URL('schemas/', root));
  const walked = [...names, 'plan', 'plan-set', ...outputSchemas.map(([name]) => name)];
  expect(files.map((file) => file.replace('.schema.json', '')).toSorted()).toEqual(
    walked.toSorted(),
  );
});

test.each(examples)('the example %s fits its schema', (file) => {
  const documents = parseAllDocuments(readFileSync(new URL(`examples/${file}`, root), 'utf8'));
  expect(documents).not.toHaveLength(0);
  for (const document of documents) {
    expect(document.errors).toEqual([]);
    expect(errorsOf(schemaOfExample(file), document.toJS({ maxAliasCount: -1 }))).toEqual([]);
  }
});

test('there are examples of each file that people write', () => {
  expect([...new Set(examples.map(schemaOfExample))].toSorted()).toEqual(names.toSorted());
});

/** As the globs of the example workspaces have it. */
function schemaOfExample(file: string): (typeof names)[number] {
  if (file.endsWith('sluice.yaml')) return 'workspace';
  return file.split('/').includes('tests') ? 'tests' : 'group';
}

test.each([
  { name: 'web', rules: [] },
  { ingress: [] },
  { name: 'web', ingress: [{ protocol: 'tcp', ports: 443 }] },
  { name: 'web', ingress: [{ protocol: 'tcp', ports: 70000, source: '10.0.0.0/8' }] },
  { name: 'web', ingress: [{ protocol: 'tcp', ports: 443, source: [] }] },
  {
    name: 'web',
    ingress: [{ protocol: 'tcp', ports: 443, source: { group: 'app', groupId: 'sg-1' } }],
  },
  { name: 'web', ingress: [{ protocol: 'tcp', ports: 443, source: '10.0.0.0/8', priority: 0 }] },
  { name: 'web', state: 'absent', tags: {} },
])('the group schema alone refuses %j', (group) => {
  expect(errorsOf('group', group)).not.toEqual([]);
});

function errorsOf(name: (typeof names)[number], value: unknown): readonly unknown[] {
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
    readSchema(name),
  );
  return validate(value) ? [] : (validate.errors ?? []);
}

function readSchema(name: SchemaName): AnySchemaObject {
  const text = readFileSync(new URL(`schemas/${name}.schema.json`, root), 'utf8');
  return JSON.parse(text) as AnySchemaObject;
}

interface Property {
  readonly path: string;
  readonly pointer: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Every value under a `properties` key, wherever it is nested. */
function propertiesOf(schema: unknown, path: string, pointer = ''): readonly Property[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    const [nextPath, next] = [`${path}.${key}`, `${pointer}/${key}`];
    if (key === 'examples') return [];
    if (key !== 'properties') return propertiesOf(value, nextPath, next);
    return Object.entries(value as object).flatMap(
      ([name, property]: [string, Property['schema']]) => [
        { path: `${path}.${name}`, pointer: `${next}/${name}`, schema: property },
        ...propertiesOf(property, `${path}.${name}`, `${next}/${name}`),
      ],
    );
  });
}
