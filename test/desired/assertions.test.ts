// Goal: in each target an assertion is about the groups of that target, and of no other.
import { expect, test } from 'vitest';
import { loaded, parseGroups, twoTargetsText } from './workspace-text.ts';

const groups = {
  'groups/web.yaml': 'name: web\ntarget: [prod, canary]\ntags: { team: edge }\n',
  'groups/app.yaml': 'name: app\ntarget: prod\ntags: { team: edge }\n',
  'groups/db.yaml': 'name: db\ntarget: canary\n',
};

const testsOf = (flow: string) => ({ 'tests/a.yaml': `tests:\n  - name: A\n    deny: ${flow}\n` });

test('a tag means the groups of each target that have it, and a name where it is', () => {
  const tag = testsOf('{ from: internet, to: { tag: { team: edge } }, protocol: tcp, port: 22 }');
  const all = loaded(parseGroups(groups, { workspace: twoTargetsText, tests: tag }));
  const names = (target: string) =>
    all.tests.get(target)?.flatMap(({ to }) => to.map((end) => 'group' in end && end.group));
  expect([names('prod'), names('canary')]).toEqual([['web', 'app'], ['web']]);
  const app = testsOf('{ from: { group: app }, to: { group: web }, protocol: all }');
  const own = loaded(parseGroups(groups, { workspace: twoTargetsText, tests: app }));
  expect([own.tests.get('prod')?.length, own.tests.get('canary')?.length]).toEqual([1, 0]);
});

test('groups that are never all in one target are a fault', () => {
  const apart = testsOf('{ from: { group: app }, to: { group: db }, protocol: all }');
  const result = parseGroups(groups, { workspace: twoTargetsText, tests: apart });
  expect(result.ok ? [] : result.findings).toMatchObject([
    {
      code: 'assertion-without-target',
      source: { file: 'tests/a.yaml', line: 2 },
      message:
        'the groups of this assertion are never all in one target; expected groups of one target at least',
    },
  ]);
});
