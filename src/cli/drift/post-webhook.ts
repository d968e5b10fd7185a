// Posts a message to a webhook, again where that may help, and for a bounded time.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface PostOptions {
  readonly attemptsMax: number;
  /** Of one attempt, until the head of the reply is there. */
  readonly timeoutMs: number;
  readonly firstPauseMs: number;
  /** Whatever the receiver asks for. */
  readonly pauseMaxMs: number;
  readonly sleep: (ms: number) => Promise<void>;
}

export type Posted = { readonly ok: true } | { readonly ok: false; readonly why: string };

/**
 * Sent again after no reply, 429 and 5xx: a message that comes twice is better than none. A redirect
 * is not followed, for where it leads would get the message, and nobody named it. `why` has no part of
 * the URL.
 */
export async function postWebhook(url: URL, body: string, options: PostOptions): Promise<Posted> {
  const { attemptsMax, firstPauseMs, pauseMaxMs, sleep } = options;
  for (let attempt = 1; ; attempt++) {
    const reply = await sendOnce(url, body, options);
    if (reply.kind === 'reply' && reply.status >= 200 && reply.status < 300) return { ok: true };
    if (attempt >= attemptsMax || !mayHelp(reply)) return { ok: false, why: whyOf(reply, attempt) };
    const asked = reply.kind === 'reply' ? (reply.retryAfterMs ?? 0) : 0;
    await sleep(Math.min(pauseMaxMs, Math.max(asked, firstPauseMs * 2 ** (attempt - 1))));
  }
}

type Reply =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly retryAfterMs: number | undefined;
    }
  | { readonly kind: 'none'; readonly why: string };

function mayHelp(reply: Reply): boolean {
  return reply.kind === 'none' || reply.status === 429 || reply.status >= 500;
}

function whyOf(reply: Reply, attempts: number): string {
  const times = attempts === 1 ? '' : `, ${attempts} times`;
  if (reply.kind === 'none') return `${reply.why}${times}`;
  const redirects = reply.status >= 300 && reply.status < 400;
  return `it answered ${reply.status}${redirects ? ', a redirect, which is not followed' : ''}${times}`;
}

function sendOnce(
  url: URL,
  body: string,
  { timeoutMs }: Pick<PostOptions, 'timeoutMs'>,
): Promise<Reply> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const sent = request(
      url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
        },
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        const { statusCode: status = 0, headers } = response;
        resolve({ kind: 'reply', status, retryAfterMs: retryAfterMs(headers['retry-after']) });
        // What else it says is of no use to anybody.
        response.on('error', () => undefined);
        response.destroy();
      },
    );
    sent.on('error', ({ name, code = 'unknown reason' }: NodeJS.ErrnoException) => {
      const why =
        name === 'AbortError' || name === 'TimeoutError'
          ? `it did not answer in ${timeoutMs / 1000} s`
          : `it could not be reached (${code})`;
      resolve({ kind: 'none', why });
    });
    sent.end(body);
  });
}

/** Seconds, or a date; undefined for anything else. */
function retryAfterMs(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
