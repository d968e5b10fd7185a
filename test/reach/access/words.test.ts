// What answers look like: as few words as the truth allows.
import { expect, test } from 'vitest';
import type { Cidr } from '../../../src/model/cidr.ts';
import type { GroupName } from '../../../src/model/group-identity.ts';
import type { Rule } from '../../../src/model/rule.ts';
import { compare } from '../../../src/reach/access/compare.ts';
import type { AccessGroup } from '../../../src/reach/access/contender.ts';
import { exposure } from '../../../src/reach/access/exposure.ts';
import { internet } from '../../../src/reach/access/public-addresses.ts';
import { formatTrafficSet } from '../../../src/model/traffic-set-text.ts';
import { complete } from './complete.ts';

const direction = 'ingress';

test('overlapping terms say less than parts that are kept apart', () => {
  const rules = [accept('tcp 1-65535', '10.0.0.0/8'), accept('tcp 80', '0.0.0.0/0')];
  expect(allowed(rules)).toEqual(['ingress tcp 80 from 0.0.0.0/0', 'ingress tcp from 10.0.0.0/8']);
});

test('a narrowed source closes everything but what is left of it', () => {
  const before = [accept('tcp 22', '0.0.0.0/0')];
  const after = [accept('tcp 22', '10.0.0.0/8'), accept('tcp 22', '192.168.1.0/24')];
  expect(changed(before, after)).toEqual([
    '- ingress tcp 22 from 0.0.0.0/0 except 10.0.0.0/8, 192.168.1.0/24',
  ]);
});

test('a block that becomes a group opens to its members and closes to all others', () => {
  expect(changed([accept('tcp 22', '10.0.0.0/8')], [accept('tcp 22', 'web')])).toEqual([
    '+ ingress tcp 22 from members of web except 10.0.0.0/8',
    '- ingress tcp 22 from 10.0.0.0/8 not in web',
  ]);
});

test('what was open already is no part of what opens', () => {
  const before = [accept('icmp', '172.16.0.0/12')];
  expect(changed(before, [accept('all', '172.16.0.0/12')])).toEqual([
    '+ ingress all except icmp from 172.16.0.0/12',
  ]);
});

test('a rule above many narrow ones opens all but what these let in already', () => {
  const narrow = Array.from({ length: 30 }, (_, at) =>
    accept(`tcp ${1000 + 7 * at}`, `10.${at}.${3 * at}.0/24`),
  );
  const [opened, ...others] = complete(
    compare(
      { before: groupOf(narrow), after: groupOf([...narrow, accept('all', '0.0.0.0/0')]) },
      { direction, mayExcept: true },
    ),
  ).opened;
  expect(others).toEqual([]);
  expect(opened && formatTrafficSet(opened.traffic)).toBe('ingress all from 0.0.0.0/0');
  expect(opened?.but?.map(formatTrafficSet).toSorted()).toEqual(allowed(narrow).toSorted());
});

test('of many exceptions the most exposed come first', () => {
  const narrow = Array.from({ length: 9 }, (_, at) => accept(`tcp ${100 + at}`, `10.${at}.0.0/16`));
  const before = groupOf([...narrow, accept('tcp 443', '8.0.0.0/8')]);
  const after = groupOf([...narrow, accept('all', '0.0.0.0/0')]);
  const [opened] = complete(compare({ before, after }, { direction, mayExcept: true })).opened;
  expect(opened?.but?.map(formatTrafficSet)[0]).toBe('ingress tcp 443 from 8.0.0.0/8');
});

test('two halves of a block are the block, in every combination; another priority is not', () => {
  const whole = [accept('tcp 22', '10.0.0.0/8')];
  const halves = [accept('tcp 22', '10.0.0.0/9'), accept('tcp 22', '10.128.0.0/9')];
  const same = { opened: [], closed: [], hasSameRanks: true };
  expect(compareRules(whole, halves)).toMatchObject(same);
  const weaker = [{ ...accept('tcp 22', '10.0.0.0/8'), priority: 2 }];
  expect(compareRules(whole, weaker)).toMatchObject({ ...same, hasSameRanks: false });
});

test('a drop in a group that drops anyway has no effect alone, and one in combination', () => {
  const drop = { ...accept('tcp 22', '10.0.0.0/8'), policy: 'drop' } as const;
  const found = { opened: [], closed: [], hasSameRanks: false };
  expect(compareRules([], [drop])).toMatchObject(found);
});

test('two halves of the internet are the internet, whatever is dropped above', () => {
  const rules = [
    accept('all', '0.0.0.0/1'),
    accept('all', '128.0.0.0/1'),
    { ...accept('tcp 22', '9.0.0.0/8'), policy: 'drop' as const },
  ];
  const asked = { direction, protocols: ['tcp'], ports: ['22'] } as const;
  const within = [{ ...asked, peers: internet.blocks, peersExcept: internet.except }];
  const [term, ...more] = complete(exposure(groupOf(rules), { direction, within })).allowed;
  expect(more).toEqual([]);
  expect(term?.publicAddresses).toEqual({ ipv4: 3_702_258_688 - 2 ** 24, ipv6: 0 });
  expect(term?.decidedBy).toHaveLength(2);
  expect(allowed([{ ...accept('all', '0.0.0.0/0'), direction: 'egress' }])).toEqual([]);
});

test('the rules to blame are those that were passed in', () => {
  const rule = {
    ...accept('tcp 22', '0.0.0.0/0'),
    source: { file: 'web.yaml', line: 7, column: 3 },
  };
  const change = { before: groupOf<typeof rule>([]), after: groupOf([rule]) };
  const [term] = complete(compare(change, { direction })).opened;
  expect(term?.decidedBefore).toEqual([{ kind: 'default', policy: 'drop' }]);
  const [blamed] = term?.decidedAfter ?? [];
  expect(blamed?.kind === 'rule' && blamed.rule).toBe(rule);
});

function accept(traffic: string, peer: string): Rule {
  const [protocol = '', ports] = traffic.split(' ');
  const [first = 0, last = first] = ports?.split('-').map(Number) ?? [];
  const range = { kind: 'range', first, last } as const;
  return {
    direction,
    policy: 'accept',
    traffic: protocol === 'tcp' ? { protocol, ports: range } : { protocol: protocol as 'all' },
    peer: peer.includes('/')
      ? { kind: 'cidr', cidr: peer as Cidr }
      : { kind: 'group', group: peer as GroupName },
    priority: 1,
  };
}

function groupOf<R extends Rule>(rules: readonly R[]): readonly AccessGroup<R>[] {
  return [{ name: 'me', type: 'normal', innerAccessPolicy: 'drop', rules }];
}

function allowed(rules: readonly Rule[]): readonly string[] {
  const found = complete(exposure(groupOf(rules), { direction })).allowed;
  return found.map(({ traffic }) => formatTrafficSet(traffic));
}

function compareRules(before: readonly Rule[], after: readonly Rule[]) {
  return complete(compare({ before: groupOf(before), after: groupOf(after) }, { direction }));
}

function changed(before: readonly Rule[], after: readonly Rule[]): readonly string[] {
  const { opened, closed } = compareRules(before, after);
  return [
    ...opened.map(({ traffic }) => `+ ${formatTrafficSet(traffic)}`),
    ...closed.map(({ traffic }) => `- ${formatTrafficSet(traffic)}`),
  ];
}
