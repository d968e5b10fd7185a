// node issues.js FILE: keeps an issue for each target with what `drift --format markdown` said.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { driftBodies } from './bodies.js';
import { hostOf } from './host.js';
import { keepIssues } from './keep-issues.js';

const [file = ''] = process.argv.slice(2);
const bodies = driftBodies(readFileSync(file, 'utf8'));
for (const line of await keepIssues(bodies, hostOf(process.env).issues())) {
  process.stdout.write(`${line}\n`);
}
