// Plays the API of GitHub: comments and issues of one repository, and the identity of a job.
import { pageOf, serveJson, type Answer, type Asked, type JsonServer } from './json-server.ts';

export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

export interface Issue extends Comment {
  readonly number: number;
  readonly title: string;
  state: string;
  readonly pull_request?: object;
}

export const bot = { login: 'github-actions[bot]' };
export const stranger = { login: 'mallory' };
export const githubToken = 'the-token-of-the-job';
const identityBearer = 'the-bearer-for-identities';

export class GithubApi {
  /** Under pull request 7. */
  readonly comments: Comment[] = [];
  readonly issues: Issue[] = [];
  /** Under issues, by their number. */
  readonly remarks: { readonly number: number; readonly body: string }[] = [];
  readonly writes: string[] = [];
  #server: JsonServer | undefined;
  #id = 100;

  static async open(): Promise<GithubApi> {
    const api = new GithubApi();
    api.#server = await serveJson((asked) => api.#answer(asked));
    return api;
  }

  get url(): string {
    return this.#server?.url ?? '';
  }

  /** What a job with `id-token: write` has. */
  get identity(): Readonly<Record<string, string>> {
    return {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${this.url}/identity?api-version=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: identityBearer,
    };
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  #answer({ method, url, headers, body }: Asked): Answer {
    if (url.pathname === '/identity') {
      const isAsked =
        headers['authorization'] === `bearer ${identityBearer}` &&
        url.searchParams.get('audience') === 'sts.aliyuncs.com';
      return isAsked ? { status: 200, body: { value: 'an.identity.token' } } : notAllowed;
    }
    if (headers['authorization'] !== `Bearer ${githubToken}`) return notAllowed;
    const what = `${method} ${url.pathname.replace('/repos/acme/network', '')}`;
    if (method !== 'GET') this.writes.push(what);
    if (what === 'GET /issues/7/comments') return pageOf(this.comments, url);
    if (what === 'GET /issues') {
      const state = url.searchParams.get('state');
      return pageOf(
        this.issues.filter((issue) => issue.state === state),
        url,
      );
    }
    if (what === 'POST /issues/7/comments') {
      const { body: text = '' } = body;
      this.comments.push({ id: this.#id++, user: bot, body: text });
      return { status: 201, body: {} };
    }
    if (what === 'POST /issues') {
      const { title = '', body: text = '' } = body;
      const id = this.#id++;
      this.issues.push({ id: id * 1000, number: id, user: bot, title, body: text, state: 'open' });
      return { status: 201, body: {} };
    }
    const [, remarked] = /^POST \/issues\/(\d+)\/comments$/.exec(what) ?? [];
    if (this.issues.some(({ number }) => number === Number(remarked))) {
      this.remarks.push({ number: Number(remarked), body: body['body'] ?? '' });
      return { status: 201, body: {} };
    }
    const [, kind, id] = /^PATCH \/issues\/(comments\/)?(\d+)$/.exec(what) ?? [];
    const found =
      kind === undefined
        ? this.issues.find(({ number }) => number === Number(id))
        : this.comments.find((comment) => comment.id === Number(id));
    if (id === undefined || found === undefined) return { status: 404, body: {} };
    Object.assign(found, body);
    return { status: 200, body: {} };
  }
}

const notAllowed: Answer = { status: 403, body: { message: 'Resource not accessible' } };
