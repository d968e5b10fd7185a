// Goal: a journal can be read whatever is in it: names and messages of other people's making, lines that
// were cut off, an apply that died, several targets, and very many groups.
import fc from 'fast-check';
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { renderJournal } from '../../src/report/journal-text.ts';

type Line = Readonly<Record<string, unknown>>;

const colours = picocolors.createColors(false);

function begin(target = 'prod'): Line {
  const place = { account: '1', region: 'cn-hangzhou', vpc: 'vpc-1' };
  return { target, event: 'apply', plan: 'p-1', steps: 2, ...place, toolVersion: '1.0.0', pid: 1 };
}

function sending(step: string, target = 'prod', group = `g${step}`): Line {
  const call = { action: 'AuthorizeSecurityGroup', token: `token-of-${step}-and-more`, epoch: 0 };
  return { target, event: 'sending', step, group, ...call };
}

function done(step: string, target = 'prod'): Line {
  const how = { outcome: 'answered', attempts: 1, requestId: `R-${step}` };
  return { target, event: 'done', step, group: `g${step}`, ...how };
}

function journal(...lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify({ time: 'T', ...line })}\n`).join('');
}

function render(text: string): string {
  return renderJournal(text, colours) ?? '';
}

test('of an apply that died, the calls in flight are named, and what to do', () => {
  expect(render(journal(begin(), sending('1'), sending('2'), done('1'), sending('3')))).toBe(
    `Apply of plan p-1 to prod: vpc-1 in cn-hangzhou, account 1
  T  begins          sluice 1.0.0, 2 steps
  T  sends   step 1  AuthorizeSecurityGroup  g1  token token-of-1-a…
  T  sends   step 2  AuthorizeSecurityGroup  g2  token token-of-2-a…
  T  done    step 1  answered                g1  request R-1
  T  sends   step 3  AuthorizeSecurityGroup  g3  token token-of-3-a…
The journal ends here, with 2 calls in flight whose outcome nobody wrote down: step 2 (AuthorizeSecurityGroup of g2), step 3 (AuthorizeSecurityGroup of g3). Apply the plan again: it reads what is true.
`,
  );
  const between = render(journal(begin(), sending('1'), done('1')));
  expect(between).toMatch(/\nThe journal ends here, with no call in flight\.\n$/);
});

test('what targets did side by side stands apart, each with its own end', () => {
  const text = render(
    journal(
      begin('canary'),
      begin('prod'),
      sending('1', 'prod'),
      sending('1', 'canary'),
      done('1', 'canary'),
      { target: 'canary', event: 'verified', groups: 1, rules: 2 },
    ),
  );
  const [canary = '', prod = ''] = text.split(/\n(?=\nApply of plan )/);
  expect(canary).toMatch(/^Apply of plan p-1 to canary: [^]*\nEnded: verified\.$/);
  expect(prod).toMatch(/^\nApply of plan p-1 to prod: [^]* with 1 call in flight /);
  expect(prod).not.toContain('done');
});

test('lines that were cut off are counted, wherever they stand, and hide no other', () => {
  const cut = JSON.stringify(sending('1')).slice(0, 30);
  const last = render(`${journal(begin())}${cut}`);
  expect(last).toMatch(/\n1 line was cut off while written\.\n$/);
  const both = render(`${journal(begin())}${cut}\n${journal(begin(), sending('2'))}${cut}`);
  expect(both.match(/^Apply of plan /gm)).toHaveLength(2);
  expect(both).toContain('step 2');
  expect(both).toMatch(/\n2 lines were cut off while written\.\n$/);
  // Nothing else says that it is a journal.
  expect(renderJournal(cut, colours)).toBeUndefined();
  expect(renderJournal('', colours)).toBeUndefined();
});

test('a long message pushes nothing aside, and what failed beside it is there', () => {
  const message = 'no '.repeat(100).trim();
  const failure = { failure: 'refused', code: 'Forbidden.RAM', message };
  const others = [{ step: '2', group: 'g2', kind: 'revoke', ...failure, message: 'nor this' }];
  const text = render(
    journal(begin(), sending('1'), {
      target: 'prod',
      event: 'failed',
      step: '1',
      group: 'g1',
      ...failure,
      others,
    }),
  );
  expect(text).toBe(
    `Apply of plan p-1 to prod: vpc-1 in cn-hangzhou, account 1
  T  begins          sluice 1.0.0, 2 steps
  T  sends   step 1  AuthorizeSecurityGroup  g1  token token-of-1-a…
  T  failed  step 1  Forbidden.RAM           g1  ${message}
  T  failed  step 2  Forbidden.RAM           g2  nor this
Ended: failed.
`,
  );
});

test('calls that were not answered when somebody stopped it are named', () => {
  const unanswered = [
    { step: '2', group: 'g2', failure: 'lost', code: 'Timeout', message: 'gone' },
  ];
  const stop = {
    target: 'prod',
    event: 'interrupted',
    unanswered,
    doneSteps: [],
    leftSteps: ['2'],
  };
  const text = render(journal(begin(), sending('2'), stop));
  expect(text).toMatch(/\n {2}T {2}no answer {4}step 2 {2}Timeout {17}g2 {2}gone\n/);
  expect(text).toMatch(/\nEnded: interrupted\.\n$/);
});

test('of a thousand groups, one with a thousand differences, the first are named, and all counted', () => {
  const differences = Array.from({ length: 1000 }, () => ({ kind: 'groupMissing' }));
  const groups = Array.from({ length: 1000 }, (_, index) => {
    return { group: `g${index}`, why: 'changed', differences: index === 0 ? differences : [] };
  });
  const text = render(journal(begin(), { target: 'prod', event: 'unverified', groups }));
  expect(text).toContain('unverified    g0 (changed: 1000 differences), g1 (changed), ');
  expect(text).toContain(' g9 (changed) and 990 more\n');
  expect(text.length).toBeLessThan(1000);
});

test('nothing in a journal moves the cursor or the reader, and no line is lost', () => {
  const hostile = fc.string({
    unit: fc.constantFrom(
      'a',
      '"',
      '\u001b[2J',
      '\n',
      '\r',
      '\t',
      '\u202e',
      '\u200f',
      '\u2028',
      '😀',
    ),
    maxLength: 40,
  });
  fc.assert(
    fc.property(hostile, hostile, hostile, (name, message, odd) => {
      const failure = { code: odd, message, failure: odd };
      const text = render(
        journal(
          { ...begin(), plan: odd, vpc: odd, undoes: odd, toolVersion: odd },
          { ...sending('1', 'prod', name), step: odd, token: odd },
          { target: 'prod', event: 'again', step: odd, group: name, why: odd },
          { target: 'prod', event: 'held', groups: [{ group: name, until: odd, reason: odd }] },
          { target: 'prod', event: 'refused', reason: odd, during: odd, ...failure },
          {
            target: 'prod',
            event: 'failed',
            step: odd,
            group: name,
            ...failure,
            others: [failure],
          },
        ),
      );
      expect(text).not.toMatch(/(?![\n\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(text.match(/^ {2}T {2}/gm)).toHaveLength(7);
    }),
  );
});

test('a name of 512 emoji stands whole, and lines below each other stay lines', () => {
  const name = '👩‍💻'.repeat(512);
  const text = render(journal(begin(), sending('1', 'prod', name), done('1')));
  expect(text).toContain(name);
  expect(text.split('\n')).toHaveLength(6);
});

test('what is no event that anybody knows, or no object, harms nothing', () => {
  const odd = ['null', '7', '"x"', '[]', '{"event":7,"target":"prod"}', '{"target":"prod"}'];
  const text = render(`${journal(begin())}${odd.join('\n')}\n`);
  expect(text).toContain('Apply of plan p-1 to prod');
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom('groups', 'others', 'step', 'group'),
      (value, key) => {
        const kinds = ['failed', 'unverified', 'sending', 'refused', 'held', 'interrupted'];
        const lines = kinds.map((event) => ({ target: 'prod', event, [key]: value }));
        expect(render(journal(begin(), ...lines))).toContain('Apply of plan p-1');
      },
    ),
  );
});
