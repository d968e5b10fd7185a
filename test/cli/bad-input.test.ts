// Goal: what a user sees of a fault is one message with its place, exit 3, and never a stack trace.
// Method: faults that people make, from test/desired/bad-input, each in a workspace of its own.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeWorkspace, sluice, workspaceText } from './sluice.ts';

const folder = new URL('../desired/bad-input/groups/', import.meta.url);
const workspace = `${workspaceText}networks: { office: [203.0.113.0/24] }\n`;

test.concurrent.for([
  'misspelt-key-of-a-group',
  'host-bits',
  'host-bits-of-ipv6',
  'port-70000',
  'port-0',
  'priority-0',
  'unknown-group',
  'group-as-its-own-peer',
  'tcp-without-ports',
  'duplicate-key',
  'tab-indentation',
  'empty-file',
  'alias-bomb',
  'missing-peer',
  'icmp-with-ports',
  'icmp-over-both-families',
  'ipv4-peer-with-ipv6-local-side',
  'one-rule-at-two-priorities',
  'enterprise-group-with-inner-accept',
  'missing-name',
  'missing-protocol',
  'policy-deny',
])('%s', async (name, { expect: expectHere }) => {
  const text = readFileSync(new URL(`${name}.yaml`, folder), 'utf8');
  const { exitCode, out, err } = await sluice(makeWorkspace({ faulty: text }, workspace), ['plan']);
  expectHere(exitCode).toBe(3);
  expectHere(out).toBe('');
  expectHere(err).toMatch(/^groups\/faulty\.yaml:\d+:\d+: error: .+ \[[\w-]+\]\n/);
  expectHere(err.match(/: error: /g)).toHaveLength(1);
  expectHere(err).toMatch(/\n1 error\. Nothing was read or written\.\n$/);
  expectHere(err).not.toMatch(/\n\s+at /);
});

test('all faults of all files come at once', async () => {
  const { err } = await sluice(
    makeWorkspace({
      app: 'name: app\ningress: [{ protocol: tcp, source: 10.0.0.1/8 }]\n',
      web: 'name: web\ncolour: blue\n',
    }),
    ['validate'],
  );
  expect(err).toContain('groups/app.yaml:2:11: error: tcp needs ports');
  expect(err).toContain('groups/app.yaml:2:36: error: "10.0.0.1/8" has bits set');
  expect(err).toContain('groups/web.yaml:2:1: error: unknown key "colour"');
  expect(err).toMatch(/\n3 errors\. /);
});
