// node comment.js FILE: keeps a comment under this change with what `plan --format markdown` said.
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { hostOf } from './host.js';
import { keepComment } from './keep-comment.js';

const [file = ''] = process.argv.slice(2);
const body = existsSync(file) ? readFileSync(file, 'utf8') : '';
const said =
  body === ''
    ? 'there is no plan to comment on'
    : await keepComment(body, hostOf(process.env).comments());
process.stdout.write(`${said}\n`);
