// A plan that cuts off whoever makes it: the address that the tool is used from can no longer reach what
// it reaches now.
import type { AccessScope, PlanAccess } from '../../model/access.ts';
import { bitsOverlap, cidrBits, type Cidr } from '../../model/cidr.ts';
import { groupBy } from '../../model/group-by.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Hazard } from '../../model/hazard.ts';
import type { NetworkInterface } from '../../model/interfaces.ts';
import { formatScopes } from '../../model/scope-text.ts';
import type { Source } from '../../model/source.ts';
import type { PlannedRule } from '../../model/step.ts';
import { cuts } from '../../reach/access/cuts.ts';
import { Changed } from '../access/causes.ts';
import { closingOn } from '../access/closing.ts';
import { accessGroups, type SidesOfGroup } from '../access/changes-on.ts';
import { sidesIn, sidesOn } from '../access/sides.ts';
import { touchesOf } from '../access/touches.ts';
import type { ArrangeFacts } from '../order/arrange.ts';
import type { GroupStates } from '../order/states.ts';

/** Where the tool is used from, as far as that is known. Addresses are blocks of one. */
export interface FromWhere {
  readonly address?: Cidr;
  /** A session that the tool itself runs in: from a client to a port of an address of this machine. */
  readonly ssh?: { readonly client: Cidr; readonly server: Cidr; readonly port: number };
}

/** SSH and Remote Desktop. */
const adminPorts = ['22', '3389'];

/**
 * Of an address alone: the ports of administrators, on all interfaces in use. Of a session: its own port, on
 * the interface that has the address of the server. Of a list whose entries are not known, an accept counts
 * as letting the address in, before and after. Where interfaces may not be read, it is in no
 * group.
 */
export function selfLockouts(
  states: readonly GroupStates[],
  { changes }: Pick<PlanAccess, 'changes'>,
  facts: Pick<ArrangeFacts, 'interfaces' | 'names' | 'blastRadius' | 'groupOf' | 'lists'>,
  from: FromWhere | undefined,
): readonly Hazard[] {
  const flows = flowsFrom(from);
  if (flows.length === 0) return [];
  const sidesOf = sidesIn(states, facts.groupOf);
  const closing = closingOn(changes).filter(({ direction }) => direction === 'ingress');
  const hazards = flows.flatMap((flow) => {
    const found = closing
      .filter(({ scope }) => flow.server === undefined || isOf(flow.server, scope, facts))
      .flatMap(({ scope }) => lostOn(scope, sidesOf, { flow, facts }) ?? []);
    return [...groupBy(found, ({ ports }) => ports).values()].map((same) =>
      hazardOf(flow, same, facts),
    );
  });
  return [...new Map(hazards.map((hazard) => [hazard.message, hazard])).values()];
}

interface AdminFlow {
  readonly address: Cidr;
  readonly ports: readonly string[];
  readonly server?: Cidr;
}

interface Lost {
  readonly scope: AccessScope;
  /** As in `22, 3389`. */
  readonly ports: string;
  readonly group: string | undefined;
  readonly source: Source | undefined;
}

interface LostFacts {
  readonly flow: AdminFlow;
  readonly facts: Pick<ArrangeFacts, 'interfaces' | 'names' | 'lists'>;
}

function flowsFrom(from: FromWhere | undefined): readonly AdminFlow[] {
  const { address, ssh } = from ?? {};
  return [
    ...(address === undefined ? [] : [{ address, ports: adminPorts }]),
    ...(ssh === undefined
      ? []
      : [{ address: ssh.client, ports: [String(ssh.port)], server: ssh.server }]),
  ];
}

function lostOn(
  scope: AccessScope,
  sidesOf: (name: string) => SidesOfGroup,
  { flow: { address, ports, server }, facts }: LostFacts,
): Lost | undefined {
  const sides = scope.groups.map((name) => ({ name, ...sidesOn(scope, sidesOf)(name) }));
  const { before, after } = accessGroups(sides, facts.lists);
  const comesOrGoes = before.length < sides.length || after.length < sides.length;
  if (scope.moves === undefined && comesOrGoes) return undefined;
  const within = groupsOf(interfaceWith(address, facts), facts);
  const named = [...before, ...after].flatMap(({ rules }) => rules.flatMap(groupNamedBy));
  const without = [...new Set([...scope.groups, ...named])].filter(
    (name) => !within.includes(name),
  );
  const counted = {
    direction: 'ingress',
    protocols: ['tcp'],
    ports,
    peers: [address],
    within,
    without,
    ...(server === undefined ? {} : { locals: [server] }),
  } as const;
  const answer = cuts<PlannedRule>({ before, after }, { direction: 'ingress', counted: [counted] });
  // So few packets are never too much to tell.
  if (answer.kind === 'incomplete' || answer.cut.length === 0) return undefined;
  const changed = new Changed(before, after);
  const [cause, ...others] = answer.cut.flatMap((term) => changed.causesOf(term));
  const lost = new Set(answer.cut.flatMap(({ traffic }) => traffic.ports ?? []));
  return {
    scope,
    ports: ports.filter((port) => lost.has(port)).join(', '),
    group: others.every(({ group }) => group === cause?.group) ? cause?.group : undefined,
    source: cause?.source,
  };
}

function hazardOf(
  { address, server }: AdminFlow,
  same: readonly Lost[],
  { blastRadius }: Pick<ArrangeFacts, 'blastRadius'>,
): Hazard {
  const scopes = same.map(({ scope }) => scope);
  const touches = touchesOf(scopes, blastRadius);
  const where =
    server === undefined
      ? formatScopes(scopes, touches)
      : `${textOf(server)}, in ${formatScopes(scopes, undefined)}`;
  const source = same.find((one) => one.source !== undefined)?.source;
  const [group, ...others] = new Set(same.map((one) => one.group));
  return {
    code: 'self-lockout',
    ...(group === undefined || others.length > 0 ? {} : { group: group as GroupName }),
    message: `${textOf(address)}, where you are, can no longer reach tcp ${same[0]?.ports} of ${where}`,
    ...(source === undefined ? {} : { source }),
  };
}

/** Whether the interface with this address is among those of a scope; or may be, where one is unknown. */
function isOf(server: Cidr, scope: AccessScope, facts: LostFacts['facts']): boolean {
  const own = groupsOf(interfaceWith(server, facts), facts);
  const { moves, interfaces } = scope;
  const before = scope.groups.filter((name) => !moves?.joins.includes(name));
  const isAll = interfaces === undefined || own.length === before.length;
  return isAll && own.length > 0 && before.every((name) => own.includes(name));
}

function interfaceWith(
  address: Cidr,
  { interfaces }: LostFacts['facts'],
): NetworkInterface | undefined {
  if (interfaces.kind === 'unreadable') return undefined;
  const wanted = cidrBits(address);
  return interfaces.all.find(({ addresses }) =>
    addresses.some((block) => bitsOverlap(cidrBits(block), wanted)),
  );
}

/** By our names. */
function groupsOf(
  found: NetworkInterface | undefined,
  { names }: LostFacts['facts'],
): readonly string[] {
  return [...new Set(found?.groups.map((id) => names.get(id) ?? id))];
}

function groupNamedBy({ peer }: PlannedRule): readonly string[] {
  if (peer.kind === 'group') return [peer.group];
  return peer.kind === 'foreignGroup' ? [peer.groupId] : [];
}

function textOf(address: Cidr): string {
  return address.slice(0, address.indexOf('/'));
}
