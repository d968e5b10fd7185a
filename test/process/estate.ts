// A workspace of the tiny universe as files, with plans in them that were made within this process.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inProcessTransport } from '../../src/cloud/in-process.ts';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { Plan, PlanId } from '../../src/model/plan.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { withContents } from '../../src/planner/contents.ts';
import { plan } from '../../src/planner/plan.ts';
import { makeWorkspace } from '../cli/sluice.ts';
import { readLive } from '../planner/in-process.ts';
import { owner, region, target } from '../planner/names.ts';

export const consent = [
  '--allow-hazards',
  'first-apply,deletes-group,opens-to-internet,cuts-traffic,transient-window,egress-ingress-window',
];

const place = `version: 1
owner: ${owner}
groups: groups/*.yaml
targets:
  ${target.name}: { account: '${target.account}', region: ${region}, vpc: ${target.vpc} }
`;

/** `more` are lines of the workspace, such as its lock. */
export function makeEstate(more = ''): string {
  return makeWorkspace({ web: 'name: web\n', app: 'name: app\n' }, `${place}${more}`);
}

let plansMade = 0;

/** From the state of this world, under an id of its own, in a file of the folder. */
export async function savePlan(
  folder: string,
  file: string,
  { desired, emulator }: { readonly desired: DesiredState; readonly emulator: Emulator },
): Promise<Plan> {
  const { plan, states } = await planned(desired, emulator);
  const made = withContents(plan, states);
  writeFileSync(path.join(folder, file), JSON.stringify(made));
  return made;
}

/** What planning from this world for the desired state would still do. */
export async function stepsLeft(desired: DesiredState, emulator: Emulator): Promise<number> {
  return (await planned(desired, emulator)).plan.steps.length;
}

async function planned(desired: DesiredState, emulator: Emulator) {
  const send = inProcessTransport((request) => emulator.call(request), region);
  const made = plan(desired, await readLive(desired, send), {
    id: `${String(plansMade++).padStart(8, '0')}-process-plan` as PlanId,
    createdAt: '2026-11-22T08:00:00Z',
    toolVersion: '0.1.0',
    allowHazards: [],
  });
  if (!made.ok) throw new Error(made.refusals.map(({ message }) => message).join('\n'));
  return made;
}
