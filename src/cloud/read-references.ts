// Reading who refers to a group: the cloud deletes none while another group's rules do.
import type { GroupId } from '../model/group-identity.ts';
import type { Reference } from '../model/live.ts';
import { incomplete, type Read } from './read-pages.ts';
import type { ApiCall, Transport } from './transport.ts';
import { wireList, type Wire } from './wire-list.ts';
import { wireText } from './wire-rule.ts';

const idsPerCallMax = 10;
const action = 'DescribeSecurityGroupReferences';

/** Groups of any account that have rules whose peer is one of these, by its id. ⌈ids/10⌉ calls. */
export async function readReferences(
  send: Transport,
  ids: readonly GroupId[],
  account: string,
): Promise<Read<ReadonlyMap<GroupId, readonly Reference[]>>> {
  const references = new Map<GroupId, readonly Reference[]>(ids.map((id) => [id, []]));
  for (let first = 0; first < ids.length; first += idsPerCallMax) {
    const reply = await send(callFor(ids.slice(first, first + idsPerCallMax)));
    if (!reply.ok) return { ok: false, failure: reply.failure, during: action };
    // Whether one to whom nobody refers is listed at all is not documented.
    const list = wireList(reply.body, ['SecurityGroupReferences', 'SecurityGroupReference']);
    if (list === undefined) return incomplete(action, 'no SecurityGroupReferences in the reply');
    for (const item of list) {
      const found = fromWireReferences(item, account);
      if (found === undefined) return incomplete(action, `unknown ${JSON.stringify(item)}`);
      references.set(wireText(item['SecurityGroupId']) as GroupId, found);
    }
  }
  return { ok: true, value: references };
}

function callFor(ids: readonly GroupId[]): ApiCall {
  const numbered = ids.map((id, index) => [`SecurityGroupId.${index + 1}`, id] as const);
  return { product: 'Ecs', action, parameters: Object.fromEntries(numbered) };
}

/** In the order of the ids of those who refer. */
function fromWireReferences(wire: Wire, ownAccount: string): readonly Reference[] | undefined {
  const path = ['ReferencingSecurityGroups', 'ReferencingSecurityGroup'];
  const list = wireList(wire, path);
  const references = list?.map((one): Reference => {
    const account = wireText(one['AliUid']);
    const isOwn = account === '' || account === ownAccount;
    const groupId = wireText(one['SecurityGroupId']) as GroupId;
    return { groupId, ...(isOwn ? {} : { account }) };
  });
  const isWhole = wireText(wire['SecurityGroupId']) !== '';
  if (!isWhole || references?.every(({ groupId }) => groupId !== '') !== true) return undefined;
  return references.toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1));
}
