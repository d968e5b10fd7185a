// Puts the code of the command into few files, dist/command/, as part of the build: to find and open the
// hundreds that it is written in is a fifth of the work of a plan. Packages stay packages.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}dist/command/`;

const bundle = await rolldown({
  // main.js apart from what it starts, so that nothing imports main.js: it may run more than once.
  input: { main: `${root}dist/cli/main.js`, program: `${root}dist/cli/program.js` },
  platform: 'node',
  external: (name) => !/^[./]/.test(name),
});
const { output } = await bundle.generate({ format: 'esm' });
await bundle.close();

// What stays the same is left alone, for a command that is at work may still want to open it.
mkdirSync(folder, { recursive: true });
for (const { fileName, code } of output) {
  const file = `${folder}${fileName}`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== code) writeFileSync(file, code);
}
const names = new Set(output.map(({ fileName }) => fileName));
for (const name of readdirSync(folder)) if (!names.has(name)) rmSync(`${folder}${name}`);
