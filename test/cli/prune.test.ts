// Goal: without --prune nobody loses a group by losing its file; with it, and with consent, it goes.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeWorkspace, sluice, type Ran } from './sluice.ts';

test('a group in no file goes with --prune alone, after consent by name', async () => {
  const rule = '{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }';
  const folder = makeWorkspace({ web: `name: web\ningress: [${rule}]\n`, db: 'name: db\n' });
  const run = (command: string, ...args: readonly string[]): Promise<Ran> =>
    sluice(folder, [command, '--emulator', 'state.json', ...args]);
  const made = await run('apply', '--auto-approve', '--allow-hazards', 'first-apply');
  expect(made.exitCode, made.err).toBe(0);
  rmSync(path.join(folder, 'groups/db.yaml'));

  const shown = await run('plan');
  expect(shown.out).toMatch(/^note: db \(sg-\w+\) is ours and stands in no file; .*--prune/m);
  expect(shown.out).toContain('No changes.');
  const unasked = await run('apply', '--auto-approve');
  expect(unasked).toMatchObject({ exitCode: 0 });

  const planned = await run('plan', '--prune');
  expect(planned.out).toContain('! deletes-group: deletes group db');
  const refused = await run('apply', '--prune', '--auto-approve');
  expect(refused.exitCode).toBe(4);
  const pruned = await run(
    'apply',
    '--prune',
    '--auto-approve',
    '--allow-hazards',
    'deletes-group',
  );
  expect(pruned.exitCode, pruned.err).toBe(0);
  expect((await run('plan')).out).toMatch(/^No changes\. 1 group, 1 rule read\.$/m);
});
