// Goal: a webhook is told, again where that may help and for a bounded time, and its secret is not.
// Method: a server of this process that answers as it is told to; time passes only by sleeping.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { slackMessage } from '../../../src/report/drift/drift-slack.ts';
import { parseWebhook } from '../../../src/cli/drift/webhook-url.ts';
import { postWebhook, type Posted } from '../../../src/cli/drift/post-webhook.ts';
import { hostileWords, readTarget } from '../../report/drift/targets.ts';

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Answers one request after the other; `hang` never does. The last answer stays. */
async function listen(answers: readonly (Answer | 'hang' | 'cut')[]) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const answer = answers[Math.min(bodies.length, answers.length - 1)];
      bodies.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`);
      if (answer === 'cut') request.socket.destroy();
      else if (answer !== 'hang') response.writeHead(answer?.status ?? 500, answer?.headers).end();
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http://127.0.0.1:${port}/services/T0SECRET`), bodies };
}

async function post(url: URL, timeoutMs = 60_000) {
  const slept: number[] = [];
  const posted: Posted = await postWebhook(url, '{"text":"é"}', {
    ...{ attemptsMax: 4, timeoutMs, firstPauseMs: 1000, pauseMaxMs: 30_000 },
    sleep: (ms) => Promise.resolve(void slept.push(ms)),
  });
  if (!posted.ok) expect(posted.why).not.toMatch(/SECRET|services/);
  return { posted, slept };
}

test('a server that fails twice is told at the third time', async () => {
  const { url, bodies } = await listen([{ status: 500 }, 'cut', { status: 200 }]);
  expect(await post(url)).toEqual({ posted: { ok: true }, slept: [1000, 2000] });
  expect(bodies).toEqual(Array(3).fill('POST /services/T0SECRET {"text":"é"}'));
});

test('it is asked no sooner than it says, and never waited for longer than half a minute', async () => {
  const busy = (after: string) => ({ status: 429, headers: { 'retry-after': after } });
  const answers = [busy('7'), busy('86400'), busy('soon'), { status: 204 }];
  const { url } = await listen(answers);
  expect(await post(url)).toEqual({ posted: { ok: true }, slept: [7000, 30_000, 4000] });
});

test('after four times it is given up', async () => {
  const { url, bodies } = await listen([{ status: 503 }]);
  const { posted } = await post(url);
  expect(posted).toEqual({ ok: false, why: 'it answered 503, 4 times' });
  expect(bodies).toHaveLength(4);
});

test.each([
  [{ status: 404 }, 'it answered 404'],
  [
    { status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } },
    'it answered 302, a redirect, which is not followed',
  ],
])('what trying again cannot help is asked once: %j', async (answer, why) => {
  const { url, bodies } = await listen([answer]);
  expect(await post(url)).toEqual({ posted: { ok: false, why }, slept: [] });
  expect(bodies).toHaveLength(1);
});

test('a server that hangs is left', async () => {
  const { url } = await listen(['hang']);
  const { posted } = await post(url, 50);
  expect(posted).toEqual({ ok: false, why: 'it did not answer in 0.05 s, 4 times' });
});

test('where nobody listens, that is said without the URL', async () => {
  const { posted } = await post(new URL('http://127.0.0.1:1/services/T0SECRET'));
  expect(posted).toEqual({ ok: false, why: 'it could not be reached (ECONNREFUSED), 4 times' });
});

test.each(['', 'hooks.slack.com/x', 'ftp://x/y', 'https://', 'file:///etc/passwd'])(
  '%j is no webhook',
  (text) => {
    expect(parseWebhook(text)).toBeUndefined();
  },
);

test.each(hostileWords)(
  'in a message for Slack nothing is markup, and nobody is called: %j',
  (word) => {
    const message = slackMessage({
      ...{ formatVersion: 1, kind: 'drift', toolVersion: '0.1.0', complete: true, drift: true },
      createdAt: '2026-11-22T08:00:00Z',
      targets: [readTarget(word)],
    });
    expect(message.text).toBe('sluice: drift in prod');
    expect(message.blocks.length).toBeLessThanOrEqual(50);
    for (const { text } of message.blocks) {
      expect(text.type).toBe('plain_text');
      expect(text.text.length).toBeLessThan(3000);
      expect(text.text).not.toMatch(/[<>]|@[\p{L}\p{N}]|&(?!amp;|lt;|gt;)/u);
    }
  },
);
