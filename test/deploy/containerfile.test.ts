// Goal: the Containerfile names what there is, and the image runs sluice as nobody in particular.
// Method: it is parsed; no image is built, for not every machine that runs the tests has what builds one.
import { existsSync, readFileSync } from 'node:fs';
import { Copy, DockerfileParser } from 'dockerfile-ast';
import { expect, test } from 'vitest';

const instructions = DockerfileParser.parse(
  readFileSync('Containerfile', 'utf8'),
).getInstructions();

function argumentsOf(keyword: string): readonly (readonly string[])[] {
  return instructions
    .filter((one) => one.getKeyword() === keyword)
    .map((one) => one.getArguments().map((argument) => argument.getValue()));
}

interface PackageJson {
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
}

test('what is copied from the checkout is there, and the package is complete with it', () => {
  const fromCheckout = instructions.filter((one) => one instanceof Copy && !one.getFromFlag());
  const copied = fromCheckout.flatMap((one) =>
    one
      .getArguments()
      .slice(0, -1)
      .map((argument) => argument.getValue()),
  );
  expect(copied.filter((file) => !existsSync(file))).toEqual([]);
  const { files, scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson;
  const packed = files.filter((file) => !file.startsWith('!') && file !== 'dist');
  const building = [scripts['prepack'], scripts['prepare'], scripts['build']].join(' ').split(' ');
  const built = building.filter((word) => /\.js(on)?$/.test(word) && existsSync(word));
  expect(built).toContain('tsconfig.build.json');
  expect(copied).toEqual(expect.arrayContaining([...packed, ...built, 'src', 'package-lock.json']));
});

test('base images are pinned by a tag, of a Node that the package takes', () => {
  const images = argumentsOf('FROM').map(([image = '']) => image);
  expect(images).toHaveLength(2);
  for (const image of images) expect(image).toMatch(/\/node:2[2-9]-\w+-slim$/);
});

test('it runs sluice, not as root, in /workspace', () => {
  const last = (keyword: string) => argumentsOf(keyword).at(-1);
  expect(last('USER')).toEqual(['1000:1000']);
  expect(last('WORKDIR')).toEqual(['/workspace']);
  expect(last('ENTRYPOINT')?.join('')).toBe('["sluice"]');
});
