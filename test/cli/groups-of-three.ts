// Three live groups and the files that change each of them, for tests of applies.
import type { SeedGroup } from '../../src/emulator/seed.ts';
import { target } from '../planner/names.ts';
import { accept, named, seed } from '../planner/words.ts';
import { makeWorkspace } from './sluice.ts';

export const threeText = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  prod: { account: '${target.account}', region: ${target.region}, vpc: ${target.vpc} }
`;

/** `web 22, 443`, `db 3306` and `old`, to which web refers. */
export const three: readonly SeedGroup[] = [
  seed('web', [accept('tcp 443', '10.0.0.0/8'), accept('tcp 22', named('old'))]),
  seed('db', [accept('tcp 3306', '10.0.0.0/8')]),
  seed('old'),
];

export function fileOf(name: string, ports: readonly number[]): string {
  const rules = ports.map((port) => {
    return `  - { protocol: tcp, ports: ${port}, source: 10.0.0.0/8 }\n`;
  });
  return `name: ${name}\n${rules.length === 0 ? 'ingress: []\n' : `ingress:\n${rules.join('')}`}egress: []\n`;
}

/** What it makes of them: `web 443, 8443` and `db 5432`; old goes, once web does without it. */
export function threeChanged(workspace = threeText): string {
  return makeWorkspace(
    {
      web: fileOf('web', [443, 8443]),
      db: fileOf('db', [5432]),
      old: 'name: old\nstate: absent\n',
    },
    workspace,
  );
}

export const consent: readonly string[] = ['--allow-hazards', 'cuts-traffic,deletes-group'];
export const changed: readonly string[] = ['db 5432', 'web 443, 8443'];
export const unchanged: readonly string[] = ['db 3306', 'old', 'web 22, 443'];
