// Requests that no client should send, in every way that came to mind, by chance.

import { products } from '../../../src/emulator/products.ts';
import { canonical, encode, signedForm, system } from './sign-v1.ts';
import type { Chance } from './random.ts';
import type { Words } from './sign-v1.ts';

/** What the client does when it has sent its bytes. */
export type Ending = 'ends' | 'waits' | 'resets';

export interface Malformed {
  readonly kind: string;
  /** Sent one after the other. */
  readonly parts: readonly Buffer[];
  readonly ending: Ending;
}

type Maker = (chance: Chance) => Omit<Malformed, 'kind'>;

export function malformed(chance: Chance): Malformed {
  const [kind, make] = chance.pick(kinds as [[string, Maker], ...[string, Maker][]]);
  return { kind, ...make(chance) };
}

const formHeader = 'content-type: application/x-www-form-urlencoded';

/** The large and the slow ones once, the others several times: a run has ten thousand. */
const kinds: [string, Maker][] = [
  ...often(8, 'no action, version or signature', (chance) => get(canonical(someSystem(chance)))),
  ...often(8, 'bad encoding in the query', (chance) => get(oddText(chance))),
  ...often(8, 'bad encoding in the form', (chance) => post(oddText(chance), [formHeader])),
  ...often(8, 'noise', ({ bytes, number }) => sends(bytes(1 + number(300)))),
  ...often(8, 'a valid request with bytes changed', (chance) => sends(damaged(valid(), chance))),
  ...often(8, 'a valid request cut short', (chance) => sends(cut(valid(), chance))),
  ...often(16, 'a signed call with odd parameters', oddCall),
  ...often(4, 'half a TLS handshake', (chance) => sends(tlsHello(chance))),
  ...often(4, 'an authorization of odd form', oddAuthorization),
  ...often(4, 'requests on top of each other', pipelined),
  ...often(4, 'a body that breaks off', brokenBody),
  ...often(4, 'lengths and encodings that contradict', contradiction),
  ...often(4, 'an odd request line', oddRequestLine),
  ...often(4, 'pages of our own, asked for oddly', ({ pick }) =>
    text(
      `${pick(['GET', 'POST', 'PUT'])} /_emulator/${pick(['', 'counters?x', '%', '../'])} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
    ),
  ),
  [
    'a mebibyte',
    ({ pick }) => post(pick(['a', 'Permissions.1.X=']) + 'x'.repeat(1024 * 1024), [formHeader]),
  ],
  ['ten thousand parameters', manyParameters],
  ['a header that never ends', () => slow(`GET / HTTP/1.1\r\nx: ${'y'.repeat(100)}`)],
  [
    'a body that never comes',
    () => slow(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n`),
  ],
  ['nothing at all', () => slow('')],
];

function often(times: number, kind: string, make: Maker): [string, Maker][] {
  return Array.from({ length: times }, () => [kind, make]);
}

function sends(...parts: readonly Buffer[]): Omit<Malformed, 'kind'> {
  return { parts, ending: 'ends' };
}

function text(request: string): Omit<Malformed, 'kind'> {
  return sends(Buffer.from(request, 'latin1'));
}

function slow(start: string): Omit<Malformed, 'kind'> {
  return { parts: [Buffer.from(start)], ending: 'waits' };
}

/** Left open, so that the reply is not cut off by the end of the connection. */
function get(query: string): Omit<Malformed, 'kind'> {
  return slow(`GET /?${query} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
}

function post(body: string, headers: readonly string[]): Omit<Malformed, 'kind'> {
  const lines = ['POST / HTTP/1.1', 'host: x', 'connection: close', ...headers];
  return slow(
    `${[...lines, `content-length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`,
  );
}

function valid(): string {
  const form = signedForm('POST', system('DescribeSecurityGroups'));
  return `POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${formHeader}\r\ncontent-length: ${form.length}\r\n\r\n${form}`;
}

function someSystem({ number, pick }: Chance): Words {
  const words = { ...system(pick(['DescribeSecurityGroups', 'Nothing', '', '__proto__'])) };
  const left = Object.entries(words).filter(() => number(3) > 0);
  return { ...Object.fromEntries(left), Signature: pick(['', 'x', '====']) };
}

function oddText({ number, pick }: Chance): string {
  const pieces = ['%', '%zz', '%ff%fe', '%c3%28', '%00', '%ud800', '&', '=', '+', ';', '#', '[]'];
  const names = ['Action', 'Version=2014-05-26', '__proto__', 'constructor', 'toString', 'a'];
  const all = [...pieces, ...names] as [string, ...string[]];
  return Array.from({ length: 1 + number(40) }, () => pick(all)).join('');
}

function damaged(request: string, { number }: Chance): Buffer {
  const bytes = Buffer.from(request);
  for (let n = 0; n <= number(4); n++) bytes[number(bytes.length)] = number(256);
  return bytes;
}

function cut(request: string, { number }: Chance): Buffer {
  return Buffer.from(request).subarray(0, number(request.length));
}

/** Everything is right but what the operation is told: it may refuse, and must not fall over. */
function oddCall(chance: Chance): Omit<Malformed, 'kind'> {
  const { number, pick } = chance;
  const product = pick(products as [(typeof products)[number], ...typeof products]);
  const actions = [...product.operations.keys()] as [string, ...string[]];
  const words: Record<string, string> = { ...system(pick(actions)), Version: product.version };
  for (let n = number(8); n > 0; n--) words[oddName(chance)] = oddValue(chance);
  return post(signedForm('POST', words), [formHeader]);
}

function oddName({ number, pick }: Chance): string {
  const names = ['SecurityGroupId', 'SecurityGroupIds', 'SecurityGroupRuleId', 'MaxResults'];
  const more = [
    'NextToken',
    'PageSize',
    'PageNumber',
    'ClientToken',
    'VpcId',
    'DryRun',
    'Attribute',
  ];
  const fields = ['SourceCidrIp', 'Ipv6SourceCidrIp', 'IpProtocol', 'PortRange', 'Priority'];
  const lists = ['Permissions', 'Tag', 'ResourceId', 'TagKey', 'SecurityGroupRuleId', '__proto__'];
  const name = pick([...names, ...more, ...fields] as [string, ...string[]]);
  const list = pick(lists as [string, ...string[]]);
  const place = pick(['1', '0', '-1', '99999999999', '1.1', '']);
  return number(2) === 0 ? name : `${list}.${place}.${pick([name, 'Key', 'Value', ''])}`;
}

function oddValue({ bytes, number, pick }: Chance): string {
  const usual = ['sg-1', 'tcp', 'all', '22/22', '-1/-1', '10.0.0.0/8', '::/0', '1', '100', 'true'];
  const odd = ['', ' ', '-1', '1e9', '[', '["sg-1"', '[null]', '[{"a":1}]', '{}', 'null', '::%1'];
  const worse = ['1.2.3.4/33', '::/129', '0/0', '70000/1', '\u0000', '\ud800', 'constructor'];
  const made = [bytes(number(12)).toString('latin1'), 'x'.repeat(number(3000))];
  return pick([...usual, ...odd, ...worse, ...made] as [string, ...string[]]);
}

function tlsHello({ bytes, number }: Chance): Buffer {
  return Buffer.concat([
    Buffer.from([0x16, 3, number(5), number(4), number(256)]),
    bytes(number(200)),
  ]);
}

function oddAuthorization({ bytes, number, pick }: Chance): Omit<Malformed, 'kind'> {
  const parts = ['Credential=emulator', 'SignedHeaders=host', 'SignedHeaders=', 'Signature=00'];
  const some = Array.from({ length: number(5) }, () => pick(parts as [string, ...string[]]));
  const scheme = pick(['ACS3-HMAC-SHA256 ', 'Bearer ', '', 'ACS3-HMAC-SHA256,']);
  const odd = pick(['', encode(bytes(8).toString('latin1')), ',,,', '===']);
  const version = 'x-acs-version: 2014-05-26\r\nx-acs-action: DescribeSecurityGroups';
  return slow(
    `POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${version}\r\nauthorization: ${scheme}${some.join(',')}${odd}\r\ncontent-length: 0\r\n\r\n`,
  );
}

function pipelined(chance: Chance): Omit<Malformed, 'kind'> {
  const { number, pick } = chance;
  const keepsOpen = valid().replace('connection: close', 'connection: keep-alive');
  const requests = [
    keepsOpen,
    keepsOpen,
    'GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\n',
    'noise\r\n\r\n',
  ];
  const some = Array.from({ length: 2 + number(6) }, () => pick(requests as [string, ...string[]]));
  return text(some.join(''));
}

function brokenBody({ number, pick }: Chance): Omit<Malformed, 'kind'> {
  const start = `POST / HTTP/1.1\r\nhost: x\r\n${formHeader}\r\ncontent-length: ${10 + number(5000)}\r\n\r\nabc`;
  return { parts: [Buffer.from(start)], ending: pick(['resets', 'ends']) };
}

function contradiction({ pick }: Chance): Omit<Malformed, 'kind'> {
  const length = pick(['-1', '1e3', '99999999999999999999', '3, 4', ' ', '0x10', '3']);
  const encoding = pick(['', 'transfer-encoding: chunked\r\n', 'transfer-encoding: gzip\r\n']);
  const body = pick([
    'abc',
    'zz\r\nabc\r\n0\r\n\r\n',
    'ffffffffff\r\nabc',
    '3\r\nabc\r\n0\r\n\r\n',
  ]);
  return text(`POST / HTTP/1.1\r\nhost: x\r\n${encoding}content-length: ${length}\r\n\r\n${body}`);
}

function oddRequestLine({ number, pick }: Chance): Omit<Malformed, 'kind'> {
  const method = pick(['GET', 'POST', 'PATCH', 'CONNECT', 'OPTIONS', 'get', 'PRI', '']);
  const target = pick(['/', '*', '//', '/?', 'http://x/?Action=a', `/${'a'.repeat(number(9000))}`]);
  const version = pick(['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'ICY', '']);
  const upgrade = pick(['', 'upgrade: h2c\r\nconnection: upgrade\r\n', 'expect: 200-ok\r\n']);
  return text(`${method} ${target} ${version}\r\nhost: x\r\n${upgrade}\r\n`);
}

function manyParameters({ pick }: Chance): Omit<Malformed, 'kind'> {
  const words: Record<string, string> = { ...system('AuthorizeSecurityGroup') };
  const field = pick(['IpProtocol', 'SourceCidrIp', '']);
  for (let n = 0; n < 10_000; n++) words[`Permissions.${n}.${field}`] = 'tcp';
  return post(signedForm('POST', words), [formHeader]);
}
