// A workspace for tests that are about groups.
import { parseDesired, type Loaded, type LoadResult } from '../../src/desired/load.ts';
import type { DesiredState } from '../../src/model/target.ts';

export const workspaceText = `version: 1
owner: edge-platform
groups: groups/**/*.yaml
targets:
  prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1example00000000001 }
`;

/** When tests read their files, unless they say another time. */
export const noon = Date.UTC(2026, 10, 27, 12);

/** Two accounts, with the canary first. */
export const twoTargetsText = `version: 1
owner: edge-platform
groups: groups/**/*.yaml
targets:
  prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1example00000000001 }
  canary: { account: '1000000000000002', region: cn-hangzhou, vpc: vpc-bp1example00000000002 }
waves: [[canary], [prod]]
`;

export function parseGroups(
  groups: Readonly<Record<string, string>>,
  {
    workspace = workspaceText,
    tests = {},
    nowMs = noon,
  }: {
    readonly workspace?: string;
    readonly tests?: Readonly<Record<string, string>>;
    readonly nowMs?: number;
  } = {},
): LoadResult {
  return parseDesired({
    workspace: { file: 'sluice.yaml', text: workspace },
    groups: Object.entries(groups).map(([file, text]) => ({ file, text })),
    tests: Object.entries(tests).map(([file, text]) => ({ file, text })),
    nowMs,
  });
}

/** What must be there when nothing is wrong; the findings are in the failure otherwise. */
export function loaded(result: LoadResult): Loaded & { readonly state: DesiredState } {
  if (!result.ok) throw new Error(JSON.stringify(result.findings, undefined, 1));
  const [state] = result.loaded.states;
  if (state === undefined) throw new Error('there is no target');
  return { ...result.loaded, state };
}
