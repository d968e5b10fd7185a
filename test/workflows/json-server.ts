// A server on this machine that answers with JSON.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, string>>;
  /** What was sent, whether it is JSON or not. */
  readonly sent: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface JsonServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export async function serveJson(answer: (asked: Asked) => Answer): Promise<JsonServer> {
  let base = '';
  const server = createServer((request, response) => {
    void text(request).then((sent) => {
      const url = new URL(request.url ?? '', base);
      const { method = '', headers } = request;
      const isJson =
        sent !== '' && headers['content-type']?.startsWith('application/json') === true;
      const body = (isJson ? JSON.parse(sent) : {}) as Asked['body'];
      const answered = answer({ method, url, headers, body, sent });
      response.writeHead(answered.status, {
        'content-type': 'application/json',
        ...answered.headers,
      });
      response.end(JSON.stringify(answered.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => {
        resolve();
      });
    });
  return { url: base, close };
}

const perPageMax = 2;

/** A page of a list, and where the next one is, as GitHub and GitLab say it. */
export function pageOf(all: readonly unknown[], url: URL): Answer {
  const page = Number(url.searchParams.get('page') ?? '1');
  const rest = all.slice(page * perPageMax);
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  const link = rest.length === 0 ? undefined : `<${next.href}>; rel="next", <${url.href}>; rel="x"`;
  return {
    status: 200,
    body: all.slice((page - 1) * perPageMax, page * perPageMax),
    ...(link === undefined ? {} : { headers: { link } }),
  };
}
