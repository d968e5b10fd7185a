// Goal: the lines that a change names as its causes count what they cause, and nothing else.
import { expect, test } from 'vitest';
import { changedSince, type Version } from '../../src/desired/changed-since.ts';
import { formatCause } from '../../src/model/cause.ts';
import { loaded, parseGroups, workspaceText } from './workspace-text.ts';

const group = (name: string, ports: string) =>
  `name: ${name}\ningress: [{ protocol: tcp, ports: ${ports}, source: office }]\n`;
const many = { 'groups/a.yaml': group('aa', '[1, 2, 3]'), 'groups/b.yaml': group('bb', '1') };
const office = (blocks: string) => `${workspaceText}networks:\n  office: [${blocks}]\n`;

function versionOf(groups: Readonly<Record<string, string>>, blocks: string) {
  const { state, networks, networkAt } = loaded(parseGroups(groups, { workspace: office(blocks) }));
  return {
    state,
    networks: networks.get('prod') ?? new Map<string, never>(),
    networkAt: (source) => networkAt('prod', source),
    file: 'sluice.yaml',
  } satisfies Version;
}

test('groups of which one has more new rules than another are counted together', () => {
  const before = versionOf(many, '10.1.0.0/16');
  const now = versionOf(many, '10.1.0.0/16, 10.2.0.0/16');
  expect(changedSince(before, now).causes.map(formatCause)).toEqual([
    'network office (sluice.yaml:7:25): +4 rules in all in 2 groups',
  ]);
});

test('a group that is new is there because of its own lines, whatever networks changed', () => {
  const before = versionOf(many, '10.1.0.0/16');
  const now = versionOf({ ...many, 'groups/c.yaml': group('cc', '1') }, '10.2.0.0/16');
  expect(changedSince(before, now).causes.map(formatCause)).toEqual([
    'network office (sluice.yaml:7:12): +4 −4 rules in all in 2 groups',
    'groups/c.yaml:2:11: +1 rule in 1 group',
  ]);
});
