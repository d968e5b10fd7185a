// Goal: networks of a target stand in the place of those of the workspace there, and nowhere else.
// Method: what each target has is what it would have alone, with all of its networks written for all.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DesiredState } from '../../src/model/target.ts';
import { loaded, parseGroups } from './workspace-text.ts';

const names = ['office', 'vpn', 'partners', 'branches'] as const;
const blocks = ['10.0.0.0/8', '10.1.0.0/16', '192.168.0.0/16', '2001:db8::/32', '203.0.113.7'];

type Lists = Readonly<Partial<Record<(typeof names)[number], readonly string[]>>>;

/** Each names only networks before it, so that there is no circle. */
const someLists: fc.Arbitrary<Lists> = fc.record(
  {
    office: fc.subarray(blocks, { minLength: 1 }),
    vpn: fc.subarray([...blocks, 'office'], { minLength: 1 }),
    partners: fc.subarray([...blocks, 'office', 'vpn'], { minLength: 1 }),
    branches: fc.subarray([...blocks, 'office', 'vpn', 'partners'], { minLength: 1 }),
  },
  { requiredKeys: [] },
);
const allLists = fc.record({
  office: fc.subarray(blocks, { minLength: 1 }),
  vpn: fc.subarray([...blocks, 'office'], { minLength: 1 }),
  partners: fc.subarray([...blocks, 'office', 'vpn'], { minLength: 1 }),
  branches: fc.subarray([...blocks, 'office', 'vpn', 'partners'], { minLength: 1 }),
});

const place = (number: number) => ({
  account: `100000000000000${number}`,
  region: 'cn-hangzhou',
  vpc: `vpc-${number}`,
});
const heading = { version: 1, owner: 'edge', groups: 'groups/**/*.yaml' };
const group = `name: web
target: '*'
ignore: { rules: [{ within: vpn }] }
ingress:
${names.map((name, index) => `  - { protocol: tcp, ports: ${index + 1}, source: ${name} }`).join('\n')}
`;
const protect = names.map((name, index) => ({
  name,
  allow: { from: name, to: { group: 'web' }, protocol: 'tcp', port: index + 1 },
}));

function statesOf(workspace: unknown): readonly unknown[] {
  const { states } = loaded(
    parseGroups({ 'groups/web.yaml': group }, { workspace: JSON.stringify(workspace) }),
  );
  return states.map(meaningOf);
}

function meaningOf({ target, groups, protect: guards }: DesiredState): unknown {
  return JSON.parse(
    JSON.stringify({ target, groups, guards }, (key, value: unknown) =>
      ['source', 'via'].includes(key) ? undefined : value,
    ),
  );
}

test('each target has what it would have if its networks were those of the workspace', () => {
  const cases = fc.record({ shared: allLists, one: someLists, two: someLists });
  fc.assert(
    fc.property(cases, ({ shared, one, two }) => {
      const targets = {
        one: { ...place(1), networks: one },
        two: { ...place(2), networks: two },
        plain: place(3),
      };
      const alone = [one, two, {}].flatMap((own, index) => {
        const name = ['one', 'two', 'plain'][index] ?? '';
        const networks = { ...shared, ...own };
        return statesOf({ ...heading, targets: { [name]: place(index + 1) }, networks, protect });
      });
      expect(statesOf({ ...heading, targets, networks: shared, protect })).toEqual(alone);
    }),
    { numRuns: 60 },
  );
});

test('a rule says by which entry of which network it is there', () => {
  const workspace = `version: 1
owner: edge
groups: groups/**/*.yaml
targets:
  one: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-1 }
  two:
    account: '1000000000000002'
    region: cn-hangzhou
    vpc: vpc-2
    networks:
      office: [10.2.0.0/16]
networks:
  office: [10.1.0.0/16]
  partners: [office]
`;
  const web = `name: web
target: [one, two]
ingress: [{ protocol: tcp, ports: 443, source: partners }]
`;
  const { states } = loaded(parseGroups({ 'groups/web.yaml': web }, { workspace }));
  const rules = states.flatMap(({ groups: [found] }) =>
    found?.state === 'present' ? (found.ingress ?? []) : [],
  );
  expect(rules.map(({ peer, via }) => [peer, via?.map(({ line }) => line)])).toEqual([
    [{ kind: 'cidr', cidr: '10.1.0.0/16' }, [14, 13]],
    [{ kind: 'cidr', cidr: '10.2.0.0/16' }, [14, 11]],
  ]);
});

test('a network that some targets lack is a fault of the rule that names it, once', () => {
  const workspace = JSON.stringify({
    ...heading,
    targets: { one: place(1), two: place(2), three: { ...place(3), networks: { lab: ['::/0'] } } },
    rulesets: { labs: { ingress: [{ protocol: 'tcp', ports: 1, source: 'lab' }] } },
  });
  const web = (target: string): string => `name: web
target: ${target}
use: [labs]
ingress: [{ protocol: tcp, ports: 443, source: lab }]
`;
  const result = parseGroups({ 'groups/web.yaml': web("'*'") }, { workspace });
  const said = result.ok ? [] : result.findings.map(({ code, message }) => `${code}: ${message}`);
  const message =
    'network-not-in-target: no network is named "lab" in the targets one, two (three has one); expected one there, or under the networks of the workspace';
  expect(said).toEqual([message, message]);
  expect(parseGroups({ 'groups/web.yaml': web('three') }, { workspace }).ok).toBe(true);
});

test('a network of all that names one of some targets is told which have it', () => {
  const lab = { networks: { lab: ['::/0'] } };
  const read = (...targets: readonly object[]) => {
    const named = targets.map((one, index) => [`t${index}`, { ...place(index), ...one }]);
    const workspace = { ...heading, targets: Object.fromEntries(named) as unknown };
    return parseGroups(
      {
        'groups/web.yaml':
          "name: web\ntarget: '*'\ningress: [{ protocol: icmpv6, source: labs }]\n",
      },
      { workspace: JSON.stringify({ ...workspace, networks: { labs: ['lab'] } }) },
    );
  };
  const some = read(lab, {}, {});
  expect(some.ok ? [] : some.findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'network-not-in-target: no network is named "lab" in the targets t1, t2 (t0 has one); expected one there, or under the networks of the workspace',
  ]);
  const { states } = loaded(read(lab, lab));
  expect(states.map(({ groups }) => groups.length)).toEqual([1, 1]);
});

test('a fault that only the networks of some targets make says which', () => {
  const workspace = JSON.stringify({
    ...heading,
    targets: { one: place(1), two: { ...place(2), networks: { office: ['10.0.0.0/8'] } } },
    networks: { office: ['2001:db8::/32'] },
  });
  const web = `name: web
target: [one, two]
ingress: [{ protocol: icmpv6, source: office }, { protocol: tcp, ports: 0, source: office }]
`;
  const result = parseGroups({ 'groups/web.yaml': web }, { workspace });
  const said = result.ok ? [] : result.findings.map(({ code, message }) => [code, message]);
  expect(said.map(([code]) => code)).toEqual(['mixed-families', 'bad-ports']);
  expect(said[0]?.[1]).toMatch(/ \(in the target two\)$/);
  expect(said[1]?.[1]).not.toContain('in the target');
});

test('what the networks of all targets stand for has one bound', () => {
  const many = Array.from({ length: 200 }, (_, index) => `10.0.${index}.0/24`);
  const targets = Array.from({ length: 1300 }, (_, index) => {
    const target = { ...place(1), vpc: `vpc-${index}`, networks: { office: many } };
    return [`t${index}`, target] as const;
  });
  const workspace = JSON.stringify({ ...heading, targets: Object.fromEntries(targets) });
  const result = parseGroups({ 'groups/web.yaml': 'name: web\ntarget: t0\n' }, { workspace });
  expect(result.ok ? [] : [...new Set(result.findings.map(({ code }) => code))]).toEqual([
    'networks-too-large',
  ]);
});

test('thousands of networks that each name the next are too many steps, not an end of the stack', () => {
  const count = 9990;
  const chain = Array.from(
    { length: count },
    (_, index) => [`n${index}`, [`n${index + 1}`]] as const,
  );
  const networks = Object.fromEntries<readonly string[]>([...chain, [`n${count}`, ['10.0.0.0/8']]]);
  const targets = { one: { ...place(1), networks: { [`n${count}`]: ['10.1.0.0/16'] } } };
  const workspace = JSON.stringify({ ...heading, targets, networks });
  const result = parseGroups({ 'groups/web.yaml': 'name: web\n' }, { workspace });
  const codes = new Set(result.ok ? [] : result.findings.map(({ code }) => code));
  expect(codes).toContain('network-too-deep');
});
