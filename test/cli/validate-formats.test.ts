// Goal: whatever is broken where, one run of validate tells all of it, in the words of whoever reads it.
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { sarifFault, type ReadSarif } from '../report/sarif-fault.ts';
import { makeWorkspace, sluice, workspaceText } from './sluice.ts';

const broken = {
  app: 'name: "app\n',
  db: 'name: db\ningress: [{ protocol: tcp, ports: 70000, source: 10.0.0.0/8 }]\n',
  web: 'name: web\ningress: [{ protocol: tcp, ports: 443, source: 10.0.0.1/8 }]\n',
};
const reused = `${workspaceText}networks: { office: [203.0.113.0/24], all: [office, 10.0.0.0/8] }
services: { https: { protocol: tcp, ports: 443 }, http: { protocol: tcp, ports: 80 } }
rulesets:
  baseline: { ingress: [{ service: https, source: office, description: Office }] }
`;
const using = `name: web
description: Web
use: [baseline]
ingress:
  - { service: [http], source: [all, 192.0.2.0/24, { groupId: sg-bp1another }], description: All }
egress:
  - { protocol: all, destination: office, source: office, description: Back }
`;

test('a syntax error, a fault of meaning and one of shape in three files come in one run', async () => {
  const ran = await sluice(makeWorkspace(broken), ['validate']);
  expect(ran.exitCode).toBe(3);
  expect(placesIn(ran.err)).toEqual([
    'groups/app.yaml:2:1 yaml-syntax',
    'groups/db.yaml:2:35 bad-ports',
    'groups/web.yaml:2:48 host-bits',
  ]);
  expect(ran.err).toMatch(/\n3 errors\. Nothing was read or written\.\n$/);
});

test.each(['networks: { office: [10.0.0.0/8]\n', '? [\n', 'a: *nowhere\n'])(
  'a workspace that %j breaks does not hide the faults of the group files',
  async (end) => {
    const ran = await sluice(makeWorkspace(broken, workspaceText + end), ['validate']);
    const places = placesIn(ran.err);
    expect(places).toHaveLength(4);
    expect(places.slice(0, 3)).toEqual([
      'groups/app.yaml:2:1 yaml-syntax',
      'groups/db.yaml:2:35 bad-ports',
      'groups/web.yaml:2:48 host-bits',
    ]);
  },
);

test('the summary counts what is named by kind', async () => {
  const ran = await sluice(makeWorkspace({ web: using }, reused), ['validate']);
  expect(ran.out).toMatch(/^(Not v|V)alid\. 1 group, 2 written rules \(\d+ expanded\), /);
  expect(ran.out).toContain(
    ' 8 references (1 to groups, 4 to networks, 2 to services, 1 to rulesets)',
  );
});

test('JSON is of the published schema, whether the files are right or wrong', async () => {
  const validate = new Ajv2020().compile(readSchema('../../schemas/validation.schema.json'));
  for (const [groups, valid] of [
    [broken, false],
    [{ web: using }, true],
  ] as const) {
    const ran = await sluice(makeWorkspace(groups, reused), ['validate', '--format', 'json']);
    const told = JSON.parse(ran.out) as { readonly valid: boolean };
    expect(validate(told), JSON.stringify(validate.errors)).toBe(true);
    expect([told.valid, ran.exitCode, ran.err]).toEqual([valid, valid ? 0 : 3, '']);
  }
});

test('GitHub gets a command for each finding, with paths from the root of the repository', async () => {
  const folder = makeWorkspace({ ...broken, 'a,b:c%': 'name: [x]\n' });
  const root = inRepository(folder);
  const ran = await sluice(root, [
    'validate',
    '--workspace',
    'infra/sluice.yaml',
    '--format',
    'github',
  ]);
  expect(ran.exitCode).toBe(3);
  const lines = ran.out.trimEnd().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).toMatch(
    /^::error file=infra\/groups\/a%2Cb%3Ac%25\.yaml,line=1,col=7,title=bad-name::"name" is /,
  );
  expect(lines[3]).toMatch(
    /^::error file=infra\/groups\/web\.yaml,line=2,col=48,title=host-bits::.*%0Aright: /,
  );
  expect(lines[4]).toBe('Not valid. 4 errors.');
});

test('SARIF is as its own schema wants it, with what is waived as suppressed', async () => {
  const waive = 'waive: [{ check: public-admin-port, reason: The vendor, until: 9999-12-31 }]';
  const ssh = `name: web
description: Web
ingress: [{ protocol: tcp, ports: 22, source: 0.0.0.0/0, description: SSH, ${waive} }]
`;
  const ran = await sluice(inRepository(makeWorkspace({ 'a b': ssh })), [
    ...['validate', '--workspace', 'infra/sluice.yaml', '--format', 'sarif'],
  ]);
  const log = JSON.parse(ran.out) as ReadSarif;
  expect(sarifFault(log)).toBeUndefined();
  const [result] = log.runs[0]?.results.filter(({ suppressions }) => suppressions.length > 0) ?? [];
  const uri = 'infra/groups/a%20b.yaml';
  expect(result).toMatchObject({
    ruleId: 'public-admin-port',
    level: 'error',
    locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 3 } } }],
    suppressions: [{ kind: 'inSource', justification: 'The vendor (until 9999-12-31)' }],
  });
  const rules = log.runs[0]?.tool.driver.rules ?? [];
  expect(rules[result?.ruleIndex ?? -1]).toMatchObject({ id: 'public-admin-port' });

  const wrong = await sluice(makeWorkspace(broken), ['validate', '--format', 'sarif']);
  expect(wrong.exitCode).toBe(3);
  const wrongLog = JSON.parse(wrong.out) as ReadSarif;
  expect(sarifFault(wrongLog)).toBeUndefined();
  expect(wrongLog.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual([
    'yaml-syntax',
    'bad-ports',
    'host-bits',
  ]);
});

/** The same workspace in the folder `infra` of something that has a `.git`; the root of that. */
function inRepository(folder: string): string {
  const root = `${folder}-root`;
  mkdirSync(path.join(root, '.git'), { recursive: true });
  renameSync(folder, path.join(root, 'infra'));
  return root;
}

/** `file:line:column code` of each error that is told. */
function placesIn(text: string): readonly string[] {
  return [...text.matchAll(/^(\S+:\d+:\d+): error: .* \[([\w-]+)\]$/gm)].map(
    ([, place = '', code = '']) => `${place} ${code}`,
  );
}

function readSchema(name: string): AnySchemaObject {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as AnySchemaObject;
}
