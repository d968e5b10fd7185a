// Goal: `sluice explain` says whether traffic passes, by which rule and for which interfaces, in all three
// states, and never more than it knows.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { beforeAll, expect, test } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import { openStateFile } from '../../src/emulator/state-file.ts';
import type { SeedRule } from '../../src/emulator/seed.ts';
import type { ExplanationSet } from '../../src/model/explanation.ts';
import { makeWorkspace, sluice, workspaceText, type Ran } from './sluice.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const here = { region: 'cn-hangzhou', vpcId: 'vpc-bp1test' };
const tagsOf = (name: string) => ({ 'sluice:owner': 'edge-platform', 'sluice:group': name });
const accept = (port: number, from: Readonly<Record<string, string>>, more = {}): SeedRule => ({
  ...{ Direction: 'ingress' as const, IpProtocol: 'TCP', PortRange: `${port}/${port}` },
  ...from,
  ...more,
});

const seed: EmulatorSeed = {
  groups: [
    {
      ...{ ...here, id: 'sg-web', name: 'web', tags: tagsOf('web') },
      rules: [accept(443, { SourceCidrIp: '0.0.0.0/0' })],
    },
    {
      ...{ ...here, id: 'sg-db', name: 'db', tags: tagsOf('db') },
      rules: [accept(5432, { SourceGroupId: 'sg-web' }, { Priority: '20' })],
    },
    {
      ...{ ...here, id: 'sg-base', name: 'base' },
      rules: [accept(443, { SourceCidrIp: '203.0.113.7/32' }, { Policy: 'Drop' })],
    },
  ],
  instances: [
    {
      ...here,
      id: 'i-one',
      interfaceId: 'eni-one',
      groupIds: ['sg-web'],
      privateAddresses: ['10.0.0.1'],
    },
    {
      ...here,
      id: 'i-db',
      interfaceId: 'eni-db',
      groupIds: ['sg-db'],
      privateAddresses: ['10.0.1.1'],
    },
  ],
  interfaces: [2, 3, 4].map((number) => ({
    ...{ ...here, id: `eni-${number}`, groupIds: ['sg-base', 'sg-web'] },
    privateAddresses: [`10.0.0.${number}`],
  })),
};

let folder = '';
const explain = (...args: readonly string[]): Promise<Ran> =>
  sluice(folder, ['explain', ...args, '--emulator', 'state.json']);

beforeAll(async () => {
  folder = makeWorkspace({
    web: 'name: web\ningress: [{ protocol: tcp, ports: 80, source: 0.0.0.0/0 }]\n',
    db: 'name: db\n',
  });
  const state = await openStateFile(path.join(folder, 'state.json'));
  state.emulator.load(seed);
  await state.close();
});

test('as written: yes by a rule with its place, for an interface in that group alone; exit 0', async () => {
  const args = ['--from', '203.0.113.7', '--to', 'web', '--port', 'tcp/443'];
  expect(await sluice(examples, ['explain', ...args])).toEqual({
    exitCode: 0,
    err: '',
    out:
      'yes: tcp/443 from 203.0.113.7 reaches an interface in web alone\n' +
      '  As it is written; no cloud was asked.\n' +
      '  It holds for an interface in web and no other group, at any private address or any of IPv6; ' +
      'other groups on an interface may decide otherwise.\n' +
      '\n' +
      'ingress of web: yes\n' +
      '  accepted by  ingress  accept  tcp 443  from 0.0.0.0/0  priority 10  ' +
      '"HTTP and HTTPS from anywhere"  groups/web.yaml:8:5\n' +
      '    over       the default: drop\n' +
      '  to stop it: a drop rule, at priority 1 to 10, in ingress of web\n' +
      '  or: without the accept at groups/web.yaml:8:5\n',
  });
});

test('yes: what would stop it, also where no rule of its own lets it through', async () => {
  const within = ['--from', 'app', '--to', 'app', '--port', 'tcp/1234'];
  const { out } = await sluice(examples, ['explain', ...within]);
  expect(out).toContain(
    '  accepted by  innerAccessPolicy accept of app\n    over       the default: drop\n' +
      '  to stop it: with innerAccessPolicy drop of app\n',
  );
  const outward = ['--from', 'monitoring', '--to', '8.8.8.8', '--port', 'udp/53'];
  expect((await sluice(examples, ['explain', ...outward])).out).toContain(
    '  accepted by  the default: accept\n  to stop it: a drop rule in egress of monitoring\n',
  );
  const listed = ['--from', 'bastion', '--to', '100.64.0.10', '--port', 'udp/53'];
  expect((await sluice(examples, ['explain', ...listed])).out).toContain(
    '  or: without the accept at groups/bastion.yaml:19:5\n',
  );
});

test('no packet is so: the name of that ping in the other family, and no rule is blamed', async () => {
  const args = ['--from', '2001:db8:12::5', '--to', 'bastion', '--port', 'icmp'];
  const { exitCode, out } = await sluice(examples, ['explain', ...args]);
  expect(exitCode).toBe(2);
  expect(out).toMatch(/^no: there is no icmp from .* no such packet; of IPv6 it is icmpv6\n/);
  expect(out).not.toContain('ingress of bastion');
});

test('no: the drop, what it overrules, and what would have to change; exit 2', async () => {
  const args = ['--from', '203.0.113.200', '--to', 'web', '--port', 'tcp/443'];
  const { exitCode, out } = await sluice(examples, ['explain', ...args]);
  expect(exitCode).toBe(2);
  expect(out).toMatch(/^no: tcp\/443 from 203\.0\.113\.200 does not reach /);
  expect(out).toMatch(/ {2}dropped by {2}ingress .* priority 1 .*groups\/web\.yaml:20:5\n/);
  expect(out).toMatch(/ {4}over .* "HTTP and HTTPS from anywhere" .*groups\/web\.yaml:8:5\n/);
  // Nothing is stronger than a drop at priority 1.
  expect(out).toContain('  to let it through: without the drop at groups/web.yaml:20:5\n');
  expect(out).not.toContain('an accept rule');
});

test('a drop that others stand below: stronger, or without all that drop it', async () => {
  const args = ['--from', 'bastion', '--to', '8.8.8.8', '--port', 'tcp/443'];
  const { exitCode, out } = await sluice(examples, ['explain', ...args]);
  expect(exitCode).toBe(2);
  expect(out).toContain(
    '  to let it through: an accept rule, at priority 1 to 99, in egress of bastion\n',
  );
  expect(out).toContain('  or: without the drop at groups/bastion.yaml:27:5\n');
  const closed = ['--from', 'internet', '--to', 'db', '--port', 'tcp/5432'];
  expect((await sluice(examples, ['explain', ...closed])).out).toContain(
    '  dropped by  the default: drop\n  to let it through: an accept rule in ingress of db\n',
  );
});

test('partly: which part passes and which does not; exit 2', async () => {
  const args = ['--from', '203.0.113.0/24', '--to', 'web', '--port', 'tcp/443'];
  const { exitCode, out } = await sluice(examples, ['explain', ...args]);
  expect(exitCode).toBe(2);
  expect(out).toMatch(/^partly: some of tcp\/443 from 203\.0\.113\.0\/24 reaches /);
  expect(out).toContain('  ingress tcp 443 from 203.0.113.192/26\n      dropped by');
  expect(out).toContain(
    '  ingress tcp 443 from 203.0.113.0/25, 203.0.113.128/26\n      accepted by',
  );
});

test('both ends decide, and a direction that nobody wrote is not known', async () => {
  const known = ['--from', 'bastion', '--to', 'db', '--port', 'tcp/22'];
  const { exitCode, out } = await sluice(examples, ['explain', ...known]);
  expect(exitCode).toBe(0);
  expect(out).toMatch(/\negress of bastion: yes\n[^]*\ningress of db: yes\n/);
  const unknown = ['--from', 'web', '--to', 'app', '--port', 'tcp/8080'];
  const asked = await sluice(examples, ['explain', ...unknown]);
  expect(asked.exitCode).toBe(2);
  expect(asked.out).toMatch(/^not known: whether tcp\/8080 from /);
  expect(asked.out).toContain('egress of web is not written, so it is as the cloud has it');
  // Where one end says no, the other need not be known.
  const denied = ['--from', 'web', '--to', 'db', '--port', 'tcp/5432'];
  expect((await sluice(examples, ['explain', ...denied])).out).toMatch(/^no: /);
});

test('live: by the groups that sit together on interfaces, where they differ', async () => {
  const { exitCode, out } = await explain(
    '--from',
    '203.0.113.7',
    '--to',
    'web',
    '--port',
    'tcp/443',
  );
  expect(exitCode).toBe(2);
  expect(out).toMatch(
    /^partly: some of tcp\/443 from 203\.0\.113\.7 reaches all 4 interfaces in web, and some does not\n/,
  );
  expect(out).toContain('  no: from 203.0.113.7/32 to 3 interfaces in sg-base + web\n');
  expect(out).toContain('  yes: from 203.0.113.7/32 to 1 interface in web\n');
  expect(out).toMatch(/ {2}dropped by +sg-base .* live rule sgr-\w+ \(in no file\)\n/);
});

test('live: an instance is in exactly its groups, and so is an address that an interface has', async () => {
  const instance = await explain('--from', 'i-one', '--to', 'i-db', '--port', 'tcp/5432');
  expect(instance.exitCode).toBe(0);
  expect(instance.out).toMatch(/^yes: tcp\/5432 from i-one reaches i-db\n/);
  const member = await explain('--from', '10.0.0.3', '--to', 'db', '--port', 'tcp/5432');
  expect(member.out).toMatch(/^yes: .* reaches the interface in db\n/);
  const nobody = await explain('--from', '10.0.0.9', '--to', 'db', '--port', 'tcp/5432');
  expect(nobody.out).toMatch(/^no: /);
  const interfaceOf = await explain('--from', '203.0.113.7', '--to', 'eni-2', '--port', 'tcp/443');
  expect(interfaceOf.out).toMatch(/^no: /);
});

test('planned: what live will be, with the places of written rules', async () => {
  const args = ['--from', '198.51.100.1', '--to', 'web', '--port', 'tcp/80', '--state', 'planned'];
  const { exitCode, out } = await explain(...args);
  expect(exitCode).toBe(0);
  expect(out).toMatch(/ {2}accepted by .* groups\/web\.yaml:2:\d+\n/);
  expect((await explain(...args.slice(0, -2))).exitCode).toBe(2);
  const gone = args.map((arg) => (arg === 'tcp/80' ? 'tcp/443' : arg));
  expect((await explain(...gone)).exitCode).toBe(2);
  expect((await explain(...gone.slice(0, -2))).exitCode).toBe(0);
});

test('JSON fits its schema, whatever the answer', async () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  for (const name of ['plan', 'explanation']) ajv.addSchema(readSchema(name));
  const fits = ajv.getSchema('urn:sluice:explanation');
  if (fits === undefined) throw new Error('there is no such schema');
  const questions = [
    ...[
      ['203.0.113.0/24', 'web', 'tcp/443'],
      ['internet', 'db', 'all'],
      ['web', 'db', 'icmp'],
    ],
    ...[
      ['i-one', 'i-db', 'tcp/5432'],
      ['db', 'internet', 'udp/53'],
      ['10.0.0.0/8', 'web', 'all'],
    ],
    ['::1', 'web', 'icmp'],
  ];
  const verdicts = new Set<string>();
  for (const state of ['live', 'planned', 'desired']) {
    for (const [from = '', to = '', port = ''] of questions) {
      if (state === 'desired' && from.startsWith('i-')) continue;
      const args = ['--from', from, '--to', to, '--port', port, '--state', state, '--json'];
      const { out, exitCode } = await explain(...args);
      const set = JSON.parse(out) as ExplanationSet;
      expect(fits(set), `${args.join(' ')}: ${JSON.stringify(fits.errors)}`).toBe(true);
      const verdict = set.explanations[0]?.verdict ?? '';
      verdicts.add(verdict);
      expect(exitCode, args.join(' ')).toBe(verdict === 'allowed' ? 0 : 2);
    }
  }
  expect([...verdicts].toSorted()).toEqual([
    'allowed',
    'denied',
    'impossible',
    'partly',
    'unknown',
  ]);
});

test('several targets: each under its name, and exit 2 unless all let it through', async () => {
  const two = `${workspaceText}  spare: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1spare }\n`;
  const rule = (source: string) => `ingress: [{ protocol: tcp, ports: 80, source: ${source} }]\n`;
  const own = makeWorkspace(
    {
      web: `name: web\ntarget: prod\n${rule('0.0.0.0/0')}`,
      spare: `name: web\ntarget: spare\n${rule('10.0.0.0/8')}`,
    },
    two,
  );
  const args = ['explain', '--from', '203.0.113.7', '--to', 'web', '--port', 'tcp/80'];
  const { exitCode, out } = await sluice(own, args);
  expect(exitCode).toBe(2);
  expect(out).toMatch(/^Target prod\nyes: [^]*\n\nTarget spare\nno: /);
  expect((await sluice(own, [...args, '--target', 'prod'])).exitCode).toBe(0);
});

test.each([
  [['1.2.3.4', '5.6.7.8', 'tcp/22'], 'neither end is a group'],
  [['1.2.3.4', 'wep', 'tcp/22'], 'there is no group or network "wep"'],
  [['1.2.3.400', 'web', 'tcp/22'], '"1.2.3.400" looks like an address or a block and is none'],
  [['1.2.3.4/33', 'web', 'tcp/22'], '"1.2.3.4/33" looks like an address'],
  [['2001:db8::x7', 'web', 'tcp/22'], 'there is no group or network "2001:db8::x7"'],
  [['2001:db8:::7', 'web', 'tcp/22'], '"2001:db8:::7" looks like an address'],
  [['10.0.0.1/8', 'web', 'tcp/22'], 'expected a block such as 10.0.0.0/8'],
  [['i-one', 'web', 'tcp/22'], 'only the cloud knows the groups of "i-one"'],
])(
  'a wrong end is exit 3, with a right one: %j',
  async ([from = '', to = '', port = ''], words) => {
    const args = ['explain', '--from', from, '--to', to, '--port', port];
    const { exitCode, out, err } = await sluice(examples, args);
    expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
    expect(err).toContain(words);
    expect(err).toMatch(/\n {4}right: --/);
  },
);

test.each([
  ['22', 'expected tcp/22 or udp/22 for the port, or protocol:22 for the protocol'],
  ['443', 'expected tcp/443 or udp/443 for the port\n'],
  ['20-25', 'expected tcp/20-25 or udp/20-25 for the port\n'],
  ['0', 'expected protocol:0 for the protocol\n'],
])(
  'a number alone may be a port or a protocol, and is taken for neither: %s',
  async (port, right) => {
    const ends = ['--from', '203.0.113.7', '--to', 'web'];
    const { exitCode, err } = await sluice(folder, ['explain', ...ends, '--port', port]);
    expect(exitCode).toBe(3);
    expect(err).toContain(right);
  },
);

test('a protocol goes by its number too, and says that it is none of a port', async () => {
  const ends = ['--from', '203.0.113.7', '--to', 'web'];
  const { exitCode, out } = await explain(...ends, '--port', 'protocol:50');
  expect(exitCode).toBe(2);
  expect(out).toMatch(/^no: protocol 50 from 203\.0\.113\.7 does not reach /);
});

test.each(['tcp/0', 'tcp/70000', 'icmp/8', 'tcp/9-1', 'http', 'tcp/22/x'])(
  'a port that is none is exit 3, with right ones: %s',
  async (port) => {
    const args = ['explain', '--from', '1.2.3.4', '--to', 'web', '--port', port];
    const { exitCode, err } = await sluice(examples, args);
    expect(exitCode).toBe(3);
    expect(err).toContain('such as tcp/443');
  },
);

function readSchema(name: string): AnySchemaObject {
  const url = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as AnySchemaObject;
}
