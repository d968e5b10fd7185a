// Goal: a team beside a Kubernetes cluster: the group of the nodes is only looked at, what the cluster
// opens in a group of ours is ignored, and applies write to neither.
import { expect, test } from 'vitest';
import { CloudWorld } from './cloud-world.ts';
import { makeWorkspace, workspaceText } from './sluice.ts';

test('nodes are observed and rules of services ignored, and no call changes them', async () => {
  const here = { region: 'cn-hangzhou', vpcId: 'vpc-bp1test' };
  const rule = (PortRange: string, SourceCidrIp: string, Description: string) => {
    return {
      Direction: 'ingress' as const,
      IpProtocol: 'TCP',
      PortRange,
      SourceCidrIp,
      Description,
    };
  };
  const world = await CloudWorld.open([
    {
      ...here,
      id: 'sg-nodes',
      name: 'ack-nodes',
      rules: [
        rule('22/22', '10.0.0.0/8', ''),
        rule('30081/30081', '10.0.0.0/8', 'k8s c'),
        rule('8080/8080', '0.0.0.0/0', 'k8s d'),
      ],
    },
    {
      ...here,
      id: 'sg-web',
      name: 'web',
      tags: { 'sluice:owner': 'edge-platform', 'sluice:group': 'web' },
      rules: [rule('30080/30080', '10.0.0.0/8', 'k8s a'), rule('22/22', '0.0.0.0/0', 'k8s b')],
    },
  ]);
  try {
    const folder = makeWorkspace(
      {
        nodes: 'name: nodes\nmode: observe\nadopt: sg-nodes\ningress: []\n',
        web: 'name: web\ningress: []\n',
      },
      `${workspaceText}ignore: { rules: [{ description: 'k8s *' }] }\n`,
    );
    const drift = await world.run(folder, ['drift']);
    expect(drift.exitCode, drift.err).toBe(2);
    expect(drift.out).toContain(
      'nodes (sg-nodes) is only observed: 2 differences, nothing is planned',
    );
    expect(drift.out).toContain(
      'Drift: 3 differences in 2 groups, 2 of them in 1 group only observed.',
    );
    // Ignoring silences no report, whoever's group it is.
    expect(drift.out).toContain(
      '1 rule of nodes is ignored and stays: ingress accept tcp 30081 from 10.0.0.0/8 at priority 1',
    );
    expect(drift.out).toMatch(
      /ingress accept tcp 8080 from 0\.0\.0\.0\/0 at priority 1 of nodes matches what is ignored .* so it is not ignored/,
    );
    const consent = ['--allow-hazards', 'cuts-traffic,empty-desired-state'];
    const applied = await world.run(folder, ['apply', '--auto-approve', ...consent]);
    expect(applied.exitCode, applied.err).toBe(0);
    expect(world.writes).toEqual(['RevokeSecurityGroup']);
    const left = world.emulator.snapshot().groups.map(({ id, rules }) => [id, rules.length]);
    expect(Object.fromEntries(left)).toMatchObject({ 'sg-nodes': 3, 'sg-web': 1 });
    const again = await world.run(folder, ['plan', '--detailed-exitcode']);
    expect(again.exitCode).toBe(2);
    expect(again.out).toContain('No changes. Observed: 2 differences in 1 group.');
  } finally {
    await world.close();
  }
});
