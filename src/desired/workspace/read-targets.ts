// The targets of a workspace: where its groups may live, by name.
import { parseEndpoint } from '../../model/endpoint.ts';
import { formatSource, type Source } from '../../model/source.ts';
import type { Target } from '../../model/target.ts';
import { fault, type Report, type Words } from '../fault.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';
import { isSound } from '../shape/shape.ts';

export interface Targets {
  /** Also of those with faults; undefined where not even the names can be read. */
  readonly names: readonly string[] | undefined;
  /** Those without faults. */
  readonly byName: ReadonlyMap<string, Target>;
}

export const unreadTargets: Targets = { names: undefined, byName: new Map() };

export function readTargets(
  node: Located | undefined,
  faulty: ReadonlySet<Located>,
  report: Report,
): Targets {
  if (node?.kind !== 'map' || node.entries.size === 0) return unreadTargets;
  const byName = new Map<string, Target>();
  const byPlace = new Map<string, { readonly name: string; readonly source: Source }>();
  for (const [name, { key, value }] of node.entries) {
    if (!isSound(value, faulty)) continue;
    const target = readTarget(name, value, report);
    byName.set(name, target);
    const place = `${target.account} ${target.region} ${target.vpc}`;
    const first = byPlace.get(place);
    if (first === undefined) byPlace.set(place, { name, source: key });
    else report(fault(key, samePlace(name, first)));
  }
  return { names: [...node.entries.keys()], byName };
}

function readTarget(name: string, value: Located, report: Report): Target {
  const endpoint = valueAt(value, 'endpoint');
  if (endpoint !== undefined && parseEndpoint(textOf(endpoint)) === undefined) {
    report(fault(endpoint.source, wrongEndpoint));
  }
  const text = (key: string): string => textOf(valueAt(value, key) ?? value);
  const optional = (key: 'endpoint' | 'profile') =>
    valueAt(value, key) === undefined ? {} : { [key]: text(key) };
  return {
    name,
    account: text('account'),
    region: text('region'),
    vpc: text('vpc'),
    ...optional('endpoint'),
    ...optional('profile'),
  };
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
