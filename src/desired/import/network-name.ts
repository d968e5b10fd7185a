// What to call a network: by the words that the descriptions of the rules with its addresses share.
import { isNetworkName } from '../rules/read-address.ts';

/** Words about what passes and which way, which say nothing about whose the addresses are. */
const aboutTraffic = new Set(
  [
    'a an and any all are at by for from in into is it its may of on only or our out over rule rules',
    'than that the their this to until via who with access accept accepted allow allowed allows block',
    'blocked deny denied drop dropped egress inbound incoming ingress open outbound outgoing port',
    'ports traffic dns ftp grpc http https icmp icmpv6 ldap mongodb mysql ntp ping postgres postgresql',
    'rdp redis sftp smtp ssh tcp tls udp',
  ]
    .join(' ')
    .split(' '),
);

const lengthMax = 40;
/** `explain --from internet` means everybody. */
const reserved = 'internet';

/** Never one of `used`; `network-1` and so on where the descriptions share nothing that tells. */
export function networkName(
  places: readonly { readonly description: string | undefined }[],
  used: ReadonlySet<string>,
): string {
  const shared = sharedWords(
    places.flatMap(({ description = '' }) => (description === '' ? [] : [description])),
  );
  const name = shared.join('-').slice(0, lengthMax).replace(/-+$/, '');
  const isTelling = isNetworkName(name) && name.length > 1 && name !== reserved;
  return isTelling ? firstFree(name, used) : numbered('network', 1, used);
}

/** In the order of the first by alphabet. One rule alone that is described says nothing about the others. */
function sharedWords(descriptions: readonly string[]): readonly string[] {
  const [first, ...others] = descriptions.toSorted().map(tellingWords);
  if (first === undefined || others.length === 0) return [];
  return first.filter((word) => others.every((words) => words.includes(word)));
}

function tellingWords(description: string): readonly string[] {
  const words = description.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !aboutTraffic.has(word) && /^[a-z][a-z0-9]*$/.test(word));
  return [...new Set(telling)];
}

function firstFree(name: string, used: ReadonlySet<string>): string {
  return used.has(name) ? numbered(name, 2, used) : name;
}

function numbered(name: string, first: number, used: ReadonlySet<string>): string {
  let number = first;
  while (used.has(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}
