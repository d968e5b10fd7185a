// Goal: docs/checks.md names what there is, in the words of the checks.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { adminPorts } from '../../src/checks/admin-ports.ts';
import { checks } from '../../src/checks/all.ts';
import { databasePorts } from '../../src/checks/database-ports.ts';
import { checked } from './checked.ts';

const text = readFileSync(new URL('../../docs/checks.md', import.meta.url), 'utf8');

test('the table has each check with its severity and its summary, in their order', () => {
  const rows = [...text.matchAll(/^\| `(\S+)` +\| (\w+) +\| (.*?) +\|$/gm)];
  expect(rows.map(([, ...cells]) => cells)).toEqual(
    checks.map(({ name, severity, summary }) => [name, severity, summary]),
  );
});

test('the ports are those of the tables', () => {
  const words = text.replaceAll(/\s+/g, ' ');
  for (const ports of [adminPorts, databasePorts]) {
    const listed = [...ports].map(([port, name]) => `${port} (${name})`).join(', ');
    expect(words).toContain(`of TCP: ${listed}.`);
  }
});

test('the example of a waiver is one: all that it waives is found, and nothing is left', () => {
  const [, example = ''] = /```yaml\n([^]*?)```/.exec(text) ?? [];
  const { findings, waived } = checked(example);
  expect(findings).toEqual([]);
  expect(waived.map(({ code }) => code)).toEqual(['icmp-closed', 'public-admin-port']);
});
