// A workspace for tests that are about groups.
import { parseDesired, type Loaded, type LoadResult } from '../../src/desired/load.ts';

export const workspaceText = `version: 1
owner: edge-platform
groups: groups/**/*.yaml
targets:
  prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1example00000000001 }
`;

export function parseGroups(
  groups: Readonly<Record<string, string>>,
  { workspace = workspaceText }: { readonly workspace?: string } = {},
): LoadResult {
  return parseDesired({
    workspace: { file: 'sluice.yaml', text: workspace },
    groups: Object.entries(groups).map(([file, text]) => ({ file, text })),
  });
}

/** What must be there when nothing is wrong; the findings are in the failure otherwise. */
export function loaded(result: LoadResult): Loaded {
  if (!result.ok) throw new Error(JSON.stringify(result.findings, undefined, 1));
  return result.loaded;
}
