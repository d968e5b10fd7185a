// What becomes of a command whose reader goes away, or whose disk is full.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeWorkspace, shell } from './sluice.ts';

/** More than a pipe holds. */
const manyRules = Array.from(
  { length: 190 },
  (_, index) => `  - { protocol: tcp, ports: ${index + 1000}, source: 10.0.${index}.0/24 }\n`,
).join('');
const big = `name: big\ndescription: Many rules\ningress:\n${manyRules}`;

test('a reader that has read enough ends the output, without a word', async () => {
  const folder = makeWorkspace({ big });
  const ran = await shell(
    folder,
    '{ sluice plan --emulator s.json --json; echo $? > code; } | head -n 1',
  );
  expect(ran.out).toBe('{\n');
  expect(ran.err).toMatch(/^This is not the cloud: .*\n\d+ reads and 0 writes in .* s\.\n$/);
  expect(readFileSync(path.join(folder, 'code'), 'utf8')).toBe('0\n');
});

test('an apply goes on to its end when nobody reads what it says', async () => {
  const folder = makeWorkspace({ big });
  const apply = 'sluice apply --emulator s.json --auto-approve --allow-hazards first-apply';
  const ran = await shell(folder, `{ ${apply}; echo $? > code; } | true`);
  expect(ran.err).not.toMatch(/\n\s+at /);
  expect(readFileSync(path.join(folder, 'code'), 'utf8')).toBe('0\n');
  expect(readFileSync(path.join(folder, 's.json'), 'utf8')).toContain('1189/1189');
});

test.runIf(existsSync('/dev/full'))('output that is lost is an error', async () => {
  const folder = makeWorkspace({ big });
  const ran = await shell(folder, 'sluice plan --emulator s.json --json > /dev/full');
  expect(ran.exitCode).toBe(1);
  expect(ran.err).toContain('error: the output could not be written (ENOSPC); look at where');
  expect(ran.err).not.toMatch(/\n\s+at /);
});
