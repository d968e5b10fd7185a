// Goal: a saved plan is applied as it is, also its way back; one that is old, or was edited, is refused
// in words that say what is wrong with it.
// Method: one plan from the command line, edited in many ways.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readPlansFile } from '../../src/cli/read-plan-file.ts';
import { processSurroundings } from '../../src/cli/surroundings.ts';
import type { Plan } from '../../src/model/plan.ts';
import { makeWorkspace, sluice, writeGroupFile } from './sluice.ts';

const onEmulator = ['--emulator', 'state.json'];
const consent = ['--allow-hazards', 'first-apply,opens-to-internet'];

let folder: string;
let plan: Plan;

beforeAll(async () => {
  folder = makeWorkspace({ web: before });
  await sluice(folder, ['apply', ...onEmulator, ...consent, '--auto-approve']);
  writeGroupFile(folder, 'web', webFrom('0.0.0.0/0'));
  await sluice(folder, ['plan', ...onEmulator, '--out', 'web.json']);
  plan = JSON.parse(readFileSync(path.join(folder, 'web.json'), 'utf8')) as Plan;
});

const before = webFrom('10.0.0.0/8');

function webFrom(source: string): string {
  return `name: web
ingress:
  - { protocol: tcp, ports: 443, source: ${source} }
  - { policy: drop, protocol: tcp, ports: 22, source: ${source} }
`;
}

/** What is said of such a file; undefined where it is a plan. */
async function faultOf(edited: object): Promise<string | undefined> {
  writeFileSync(path.join(folder, 'edited.json'), JSON.stringify(edited));
  const said: string[] = [];
  const surroundings = processSurroundings({ wantsColour: false });
  const err = (text: string) => void said.push(text);
  const read = await readPlansFile('edited.json', {}, { ...surroundings, folder, err });
  expect(said.length > 0).toBe(read === undefined);
  return said[0]?.replace('edited.json is not a plan that can be applied: ', '').trim();
}

test('a plan is read as it was saved', async () => {
  expect(await faultOf(plan)).toBeUndefined();
});

test.each(['interfaces', 'calls', 'quota', 'proof'])(
  'a plan without its %s is another version’s, or was edited',
  async (key) => {
    expect(await faultOf({ ...plan, [key]: undefined })).toBe(
      `the file has no "${key}"; another version of sluice made it, or it was edited.`,
    );
  },
);

test('the message names what does not belong there, at every depth', async () => {
  const { undo } = plan;
  expect(await faultOf({ ...plan, comment: 'fine' })).toBe(
    'the file has "comment", which no plan has there.',
  );
  expect(await faultOf({ ...plan, undo: { ...undo, undo } })).toBe(
    '/undo has "undo", which no plan has there.',
  );
  expect(await faultOf({ ...plan, calls: { ...plan.calls, most: 9 } })).toBe(
    '/calls has "most", which no plan has there.',
  );
});

test('a proof that leaves something open needs the hazard that says so', async () => {
  const exceptInWindows = { ...plan.proof, holds: 'exceptInWindows' };
  expect(await faultOf({ ...plan, proof: exceptInWindows })).toBe(
    'its proof leaves windows open that no hazard names.',
  );
  expect(await faultOf({ ...plan, proof: { ...plan.proof, holds: 'unknown' } })).toBe(
    'it is not proved, and no hazard says so.',
  );
  const hazard = { code: 'transient-window', message: 'cut for a while' };
  expect(await faultOf({ ...plan, hazards: [hazard] })).toBe(
    "/hazards/0 must have required property 'window'.",
  );
});

test('a way back that begins elsewhere, or is no plan, is refused with the plan', async () => {
  const { undo } = plan;
  const groups = { web: { ...undo?.groups['web' as never], before: 'absent' } };
  expect(await faultOf({ ...plan, undo: { ...undo, groups } })).toBe(
    'its way back does not begin where it ends.',
  );
  expect(await faultOf({ ...plan, id: 'another' })).toBe('its way back is that of another plan.');
  const twice = [...(undo?.steps ?? []), ...(undo?.steps ?? [])];
  expect(await faultOf({ ...plan, undo: { ...undo, steps: twice } })).toMatch(
    /step 1 stands twice/,
  );
});

test('the way back is a plan: in a file of its own it is shown, asked for and applied', async () => {
  const there = await sluice(folder, ['apply', 'web.json', ...onEmulator, ...consent]);
  expect(there.exitCode).toBe(0);
  writeFileSync(path.join(folder, 'back.json'), JSON.stringify(plan.undo));
  const back = await sluice(folder, ['apply', 'back.json', ...onEmulator]);
  expect(back).toMatchObject({ exitCode: 0 });
  expect(back.out).toMatch(/\n- {3}ingress {2}accept {2}tcp 443 +from 0\.0\.0\.0\/0 /);
  expect(back.out).toContain(`, taking back the plan ${plan.id}\n`);
  expect(back.out).not.toContain('The way back');
  writeGroupFile(folder, 'web', before);
  const again = await sluice(folder, ['plan', ...onEmulator]);
  expect(again.out).toContain('No changes. 1 group, 2 rules read.\n');
});

test('a saved plan closes as it did when it was made', async () => {
  writeGroupFile(folder, 'web', webFrom('10.0.0.0/9'));
  const shown = await sluice(folder, ['plan', ...onEmulator, '--out', 'narrow.json']);
  expect(shown.out).toMatch(/\nThe way back: \d+ steps?\.\n\nPlan: /);
  const applied = await sluice(folder, ['apply', 'narrow.json', ...onEmulator]);
  expect(applied.out.startsWith(shown.out)).toBe(true);
});
