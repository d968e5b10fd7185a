// The targets of a workspace: where its groups may live, by name.
import { parseEndpoint } from '../../model/endpoint.ts';
import { formatSource, type Source } from '../../model/source.ts';
import type { CredentialSource, Target } from '../../model/target.ts';
import { fault, type Report, type Words } from '../fault.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';
import { usesOf, type TargetUse } from './allowed.ts';
import { readRoles } from './read-roles.ts';
import type { WrittenTarget } from './written-targets.ts';

export interface Targets {
  /** Also of those with faults; undefined where not even the names can be read. */
  readonly names: readonly string[] | undefined;
  /** Those without faults. */
  readonly byName: ReadonlyMap<string, Target>;
  /** The endpoints and roles that these name. */
  readonly uses: readonly TargetUse[];
}

export const unreadTargets: Targets = { names: undefined, byName: new Map(), uses: [] };

export function readTargets(
  written: readonly WrittenTarget[] | undefined,
  report: Report,
): Targets {
  if (written === undefined) return unreadTargets;
  const byName = new Map<string, Target>();
  const uses: TargetUse[] = [];
  const byPlace = new Map<string, { readonly name: string; readonly source: Source }>();
  for (const { name, source, value } of written) {
    if (value === undefined) continue;
    const target = readTarget(name, value, report);
    byName.set(name, target);
    uses.push(...usesOf(target, value));
    const place = `${target.account} ${target.region} ${target.vpc}`;
    const first = byPlace.get(place);
    if (first === undefined) byPlace.set(place, { name, source });
    else report(fault(source, samePlace(name, first)));
  }
  return { names: written.map(({ name }) => name), byName, uses };
}

function readTarget(name: string, value: Located, report: Report): Target {
  const [endpoint, role] = [valueAt(value, 'endpoint'), valueAt(value, 'role')];
  if (endpoint !== undefined && parseEndpoint(textOf(endpoint)) === undefined) {
    report(fault(endpoint.source, wrongEndpoint));
  }
  const text = (key: string): string => textOf(valueAt(value, key) ?? value);
  const account = text('account');
  const credentials = readCredentials(value, report);
  return {
    name,
    account,
    region: text('region'),
    vpc: text('vpc'),
    ...(endpoint && { endpoint: textOf(endpoint) }),
    ...(credentials && { credentials }),
    ...(role && { roles: readRoles(role, account, report) }),
  };
}

const sources = ['profile', 'environment', 'oidc'] as const;

function readCredentials(value: Located, report: Report): CredentialSource | undefined {
  const [first, second] = sources.filter((key) => valueAt(value, key) !== undefined);
  const node = first && valueAt(value, first);
  const other = second && valueAt(value, second);
  if (first === undefined || node === undefined) return undefined;
  if (second !== undefined && other !== undefined)
    report(fault(other.source, severalSources(first, second)));
  const text = textOf(node);
  switch (first) {
    case 'profile':
      return { kind: 'profile', profile: text };
    case 'environment':
      return { kind: 'environment', prefix: text };
    case 'oidc':
      return { kind: 'oidc', ...(text === 'environment' ? {} : { provider: text }) };
  }
}

function severalSources(first: string, second: string): Words {
  const message = `"${second}" stands beside "${first}", and each says whose credentials are used; expected one of ${sources.join(', ')}`;
  return { code: 'several-credentials', message };
}

/** Two plans for one place would each take the other's groups for strays. */
function samePlace(name: string, first: { readonly name: string; readonly source: Source }): Words {
  const where = `"${first.name}" (${formatSource(first.source)})`;
  const message = `the target "${name}" is the same account, region and VPC as ${where}; expected one target for one VPC`;
  return { code: 'same-place', message };
}

/** What the pattern of the schema lets through, such as the port 70000, in the schema's words. */
const wrongEndpoint: Words = {
  code: 'bad-endpoint',
  message:
    '"endpoint" is not an endpoint; expected a host or an http(s) URL, with a port perhaps and nothing else',
  example: 'endpoint: ecs-vpc.cn-hangzhou.aliyuncs.com',
};
