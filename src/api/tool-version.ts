// Which sluice this is.
import { readFileSync } from 'node:fs';
import { packageFile } from '../model/package-file.ts';

export function toolVersion(): string {
  const text = readFileSync(packageFile('package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
