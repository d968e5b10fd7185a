// Goal: `--only expired` takes away what has expired, and leaves whatever else waits in the files.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeWorkspace, sluice } from './sluice.ts';

const first = `name: web
description: Web tier
ingress:
  - { description: HTTPS, protocol: tcp, ports: 443, source: 0.0.0.0/0 }
  - { description: The vendor, protocol: tcp, ports: 8443, source: 203.0.113.7 }
`;
const cloud = ['--emulator', 'state.json'];

test('what has expired is revoked, and the rest waits', async () => {
  const folder = makeWorkspace({ web: first });
  const consent = ['--auto-approve', '--allow-hazards', 'first-apply,opens-to-internet'];
  expect((await sluice(folder, ['apply', ...cloud, ...consent])).exitCode).toBe(0);
  const later = first
    .replace('source: 203.0.113.7', 'source: 203.0.113.7, expires: 2020-01-01')
    .replace('ports: 443', 'ports: [443, 8080]');
  writeFileSync(path.join(folder, 'groups/web.yaml'), later);
  const only = [...cloud, '--only', 'expired'];

  const saved = await sluice(folder, ['plan', ...only, '--out', 'over.plan.json']);
  expect(saved.out).toContain('8443');
  expect(saved.out).not.toContain('8080');
  expect(saved.out).toContain('0 to add, 0 to change, 1 to remove');

  const both = await sluice(folder, ['apply', 'over.plan.json', ...only]);
  expect(both.exitCode).toBe(3);
  expect(both.err).toContain('a saved plan is applied exactly');

  expect((await sluice(folder, ['apply', ...only, '--auto-approve=narrows'])).exitCode).toBe(0);
  const again = await sluice(folder, ['plan', ...only, '--detailed-exitcode']);
  expect(again.exitCode).toBe(0);
  const whole = await sluice(folder, ['plan', ...cloud]);
  expect(whole.out).toContain('8080');
  expect(whole.out).not.toContain('8443');
});
