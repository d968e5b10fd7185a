// A workspace that was applied, and an emulator in which somebody has edited its group since.
import path from 'node:path';
import { openStateFile } from '../../../src/emulator/state-file.ts';
import { makeWorkspace, sluice } from '../sluice.ts';

export const onEmulator = ['--emulator', 'state.json'];
const web = `name: web
ingress:
  # The office.
  - { protocol: tcp, ports: 443, source: 10.0.0.0/8, description: HTTPS }
  - { protocol: tcp, ports: 80, source: 10.0.0.0/8 }
egress: []
`;

/** The folder; nothing has drifted in it yet. */
export async function appliedWorkspace(groups = { web }): Promise<string> {
  const folder = makeWorkspace(groups);
  const consent = ['--auto-approve', '--no-records', '--allow-hazards', 'first-apply'];
  const { exitCode, err } = await sluice(folder, ['apply', ...onEmulator, ...consent]);
  if (exitCode !== 0) throw new Error(err);
  return folder;
}

/** As somebody would in the console. */
export async function openSsh(folder: string, description: string): Promise<void> {
  const state = await openStateFile(path.join(folder, 'state.json'));
  const call = (action: string, parameters: Readonly<Record<string, string>>) =>
    state.call({
      ...{ product: 'Ecs', version: '2014-05-26', action, region: 'cn-hangzhou' },
      parameters: { RegionId: 'cn-hangzhou', ...parameters },
    });
  const listed = await call('DescribeSecurityGroups', {});
  const { SecurityGroups } = listed.body as {
    readonly SecurityGroups: {
      readonly SecurityGroup: readonly { readonly SecurityGroupId: string }[];
    };
  };
  const { status, body } = await call('AuthorizeSecurityGroup', {
    SecurityGroupId: SecurityGroups.SecurityGroup[0]?.SecurityGroupId ?? '',
    'Permissions.1.IpProtocol': 'tcp',
    'Permissions.1.PortRange': '22/22',
    'Permissions.1.SourceCidrIp': '0.0.0.0/0',
    'Permissions.1.Description': description,
  });
  await state.close();
  if (status !== 200) throw new Error(JSON.stringify(body));
}
