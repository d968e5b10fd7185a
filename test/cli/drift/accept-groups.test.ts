// Goal: what is accepted in one target changes nothing in another, and a group whose file cannot say what
// is live keeps its text.
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { acceptOneGroup, type GroupAccepted } from '../../../src/cli/drift/accept-groups.ts';
import { load } from '../../../src/desired/load.ts';
import type { GroupName } from '../../../src/model/group-identity.ts';
import type { PlanId } from '../../../src/model/plan.ts';
import type { SeedGroup } from '../../../src/emulator/seed.ts';
import { readLive, worldOf } from '../../planner/in-process.ts';
import { seed } from '../../planner/words.ts';
import { makeWorkspace } from '../sluice.ts';

const two = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1example00000000001 }
  other: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-other }
`;
const one = two.replace(/ {2}other.*\n/, '');

async function accept(workspace: string, text: string, live: SeedGroup): Promise<GroupAccepted> {
  const folder = makeWorkspace({ web: text }, workspace);
  const file = path.join(folder, 'sluice.yaml');
  writeFileSync(file, workspace);
  const read = await load(file, { nowMs: 0 });
  if (!read.ok) throw new Error(read.findings[0]?.message);
  const state = read.loaded.states.find(({ target }) => target.name === 'prod');
  if (state === undefined) throw new Error('no target');
  return await acceptOneGroup(
    'web' as GroupName,
    { loaded: read.loaded, texts: new Map() },
    {
      ...{ file, folder, nowMs: 0, target: 'prod' },
      live: await readLive(state, worldOf([live]).send),
      textOf: (name) => readFile(name, 'utf8'),
      planOptions: {
        id: 'plan' as PlanId,
        createdAt: '2026-11-22T08:00:00Z',
        toolVersion: '0.1.0',
        allowHazards: [],
      },
    },
  );
}

const closed = 'name: web\ningress: []\n';

test('a group of two targets is not changed in one of them alone', async () => {
  const text = closed.replace('\n', '\ntarget: [prod, other]\n');
  expect(await accept(two, text, seed('web', [], { description: 'live' }))).toMatchObject({
    ok: true,
  });
  const described = `${text}description: Web\n`;
  const accepted = await accept(two, described, seed('web', [], { description: 'live' }));
  expect(accepted).toEqual({
    ok: false,
    why: 'the group is in target other too, where it would change; edit it by hand, with an overlay',
  });
});

test('a group of one target is', async () => {
  const described = `${closed}description: Web # ours\n`;
  const accepted = await accept(one, described, seed('web', [], { description: 'live' }));
  if (!accepted.ok) throw new Error(accepted.why);
  expect([...accepted.state.texts.values()]).toEqual([`${closed}description: live # ours\n`]);
});

test('a group that is gone keeps its file', async () => {
  const accepted = await accept(one, closed, seed('db'));
  expect(accepted).toEqual({
    ok: false,
    why: 'there is no such group any more: take it out of the files, or say `state: absent`; edit groups/web.yaml:1:1 by hand',
  });
});
