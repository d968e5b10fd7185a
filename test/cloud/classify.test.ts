// Goal: what a reply means is decided rightly: whether the cloud said no for good, said "not now",
// or said nothing.
import { expect, test } from 'vitest';
import { classify, isNotYet } from '../../src/cloud/classify.ts';
import type { ApiFailure } from '../../src/cloud/transport.ts';

const reply = (status: number, body?: object, headers: Readonly<Record<string, string>> = {}) =>
  classify({ kind: 'answered', status, headers, body: body && { ...body } });

test('a success is its body', () => {
  expect(reply(200, { RequestId: 'r' })).toEqual({
    ok: true,
    body: { RequestId: 'r' },
    attempts: 1,
  });
});

test.each<[string, ReturnType<typeof classify>, object]>([
  ['HTML 503', reply(503), { kind: 'unavailable', code: 'HTTP503', status: 503 }],
  ['an empty 502', reply(502), { kind: 'unavailable', code: 'HTTP502' }],
  ['an empty 200', reply(200), { kind: 'unavailable', code: 'HTTP200' }],
  ['an HTML 403 of some proxy', reply(403), { kind: 'unavailable', code: 'HTTP403' }],
  [
    'throttling, with how long to wait',
    reply(400, { Code: 'Throttling.User' }, { 'x-acs-retry-after': '1234' }),
    { kind: 'throttled', code: 'Throttling.User', retryAfterMs: 1234 },
  ],
  [
    'throttling, with nonsense about how long',
    reply(400, { Code: 'Throttling' }, { 'x-acs-retry-after': 'soon' }),
    { kind: 'throttled', retryAfterMs: undefined },
  ],
  [
    'throttling, with a time that is over',
    reply(429, { Code: 'Throttling.Api' }, { 'x-acs-retry-after': '-5' }),
    { kind: 'throttled', retryAfterMs: undefined },
  ],
  [
    'a status that says too many, in whatever words',
    reply(429, { Code: 'Slow' }),
    { kind: 'throttled', code: 'Slow' },
  ],
  [
    'the same of a gateway',
    reply(429, undefined, { 'x-acs-retry-after': '7' }),
    { kind: 'throttled', code: 'HTTP429', retryAfterMs: 7 },
  ],
  [
    'a 503 that says how long to wait',
    reply(503, { Code: 'ServiceUnavailable' }, { 'x-acs-retry-after': '9' }),
    { kind: 'unavailable', retryAfterMs: 9 },
  ],
  [
    'rejected throttling',
    reply(503, { Code: 'Rejected.Throttling' }),
    { kind: 'throttled', status: 503 },
  ],
  [
    'a conflict with another call',
    reply(409, { Code: 'InvalidOperation.Conflict' }),
    { kind: 'unavailable', status: 409 },
  ],
  ['a call still running', reply(403, { Code: 'IdempotentProcessing' }), { kind: 'unavailable' }],
  ['an error inside', reply(500, { Code: 'InternalError' }), { kind: 'unavailable' }],
  ['any other 5xx', reply(504, { Code: 'RequestTimeout' }), { kind: 'unavailable' }],
  [
    'a final no',
    reply(404, { Code: 'InvalidSecurityGroupId.NotFound', Message: 'Not there.', RequestId: 'r' }),
    {
      kind: 'refused',
      code: 'InvalidSecurityGroupId.NotFound',
      message: 'Not there.',
      status: 404,
      requestId: 'r',
    },
  ],
  ['no permission', reply(403, { Code: 'Forbidden.RAM' }), { kind: 'refused' }],
  ['a no without a code', reply(400, {}), { kind: 'refused', code: 'HTTP400' }],
  [
    'a request id that only the header has',
    reply(503, undefined, { 'x-acs-request-id': 'h' }),
    { requestId: 'h' },
  ],
  [
    'no reply',
    classify({ kind: 'lost', reason: 'ECONNRESET' }),
    { kind: 'lost', code: 'NoReply', message: 'ECONNRESET', status: undefined },
  ],
])('%s', (_, result, failure) => {
  expect(result).toMatchObject({ ok: false, failure, attempts: 1 });
});

// The table of what may be sent again: code, status, what it is, whether it is bounded by time alone,
// and whether the attempt may have taken effect all the same.
test.each<[string, number, ApiFailure['kind'], 'notYet' | 'other', 'open' | 'none']>([
  ['Throttling', 400, 'throttled', 'other', 'none'],
  ['Throttling.User', 400, 'throttled', 'other', 'none'],
  ['Throttling.Api', 400, 'throttled', 'other', 'none'],
  ['Rejected.Throttling', 503, 'throttled', 'other', 'none'],
  ['ServiceUnavailable', 500, 'unavailable', 'other', 'open'],
  ['ServiceUnavailable', 503, 'unavailable', 'other', 'open'],
  ['InternalError', 500, 'unavailable', 'other', 'open'],
  ['RequestTimeout', 504, 'unavailable', 'other', 'open'],
  ['InvalidGressFlow.Malformed', 500, 'unavailable', 'other', 'open'],
  ['IdempotentProcessing', 403, 'unavailable', 'notYet', 'open'],
  ['InvalidOperation.Conflict', 409, 'unavailable', 'notYet', 'none'],
  ['OperationConflict', 403, 'unavailable', 'notYet', 'none'],
  ['IncorrectVpcStatus', 400, 'unavailable', 'notYet', 'none'],
  ['IncorrectVpcStatus', 403, 'unavailable', 'notYet', 'none'],
  ['Forbidden.InstanceIsBeingCreated', 403, 'unavailable', 'notYet', 'none'],
  ['InvalidStatus.EniOrInstanceIsBeingCreated', 400, 'unavailable', 'notYet', 'none'],
  ['EntityExists.AssociatedTransferTasks', 400, 'unavailable', 'notYet', 'none'],
  ['DependencyViolation', 403, 'unavailable', 'notYet', 'none'],
  ['IncorrectSecurityGroupStatus', 403, 'refused', 'other', 'none'],
  ['IdempotentParameterMismatch', 400, 'refused', 'other', 'none'],
  ['InvalidOperation.RuleDuplicate', 400, 'refused', 'other', 'none'],
  ['AuthorizationLimitExceed', 403, 'refused', 'other', 'none'],
])('%s %i is %s', (code, status, kind, patience, effect) => {
  const seen = reply(status, { Code: code });
  if (seen.ok) throw new Error('it is a failure');
  expect(seen.failure.kind).toBe(kind);
  expect(isNotYet(seen.failure)).toBe(patience === 'notYet');
  expect(seen.mayHaveTakenEffect).toBe(effect === 'open');
});

test('where no reply came, or none of the API, nobody knows of an effect', () => {
  expect(classify({ kind: 'lost', reason: 'ECONNRESET' }).mayHaveTakenEffect).toBe(true);
  expect(reply(200).mayHaveTakenEffect).toBe(true);
  expect(reply(403).mayHaveTakenEffect).toBe(true);
  expect(reply(429).mayHaveTakenEffect).toBe(false);
});
