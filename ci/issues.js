// node issues.js MARKDOWN JSON: keeps an issue for each target with what `drift` said, in both of these formats.
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { driftBodies } from './bodies.js';
import { hostOf } from './host.js';
import { keepIssues } from './keep-issues.js';

const [markdown, json] = process.argv.slice(2);
if (markdown === undefined || json === undefined) {
  throw new Error(
    'expected two files, of drift --report markdown=FILE and of drift --report json=FILE',
  );
}
if (existsSync(json)) {
  const document = JSON.parse(readFileSync(json, 'utf8'));
  const bodies = driftBodies(readFileSync(markdown, 'utf8'), document);
  const said = await keepIssues(
    { bodies, targets: document.workspaceTargets },
    hostOf(process.env).issues(),
  );
  process.stdout.write(said.map((line) => `${line}\n`).join(''));
} else {
  process.stdout.write('nothing was read, so the issues stay as they are\n');
}
