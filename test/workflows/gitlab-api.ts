// Plays the API of GitLab: notes on one merge request, and issues of one project.
import { pageOf, serveJson, type Answer, type Asked, type JsonServer } from './json-server.ts';

export const gitlabToken = 'the-token-of-the-project';
export const stranger = { id: 66 };
export const user = { id: 5 };

export interface Note {
  readonly id: number;
  readonly author: { readonly id: number };
  body: string;
}

export interface GitlabIssue {
  readonly iid: number;
  readonly author: { readonly id: number };
  readonly title: string;
  description: string;
  state: string;
}

export class GitlabApi {
  /** On merge request 3. */
  readonly notes: Note[] = [];
  readonly issues: GitlabIssue[] = [];
  /** On issues, by their number. */
  readonly remarks: { readonly iid: number; readonly body: string }[] = [];
  #server: JsonServer | undefined;
  #id = 100;

  static async open(): Promise<GitlabApi> {
    const api = new GitlabApi();
    api.#server = await serveJson((asked) => api.#answer(asked));
    return api;
  }

  get url(): string {
    return `${this.#server?.url ?? ''}/api/v4`;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  #answer({ method, url, headers, body }: Asked): Answer {
    if (headers['private-token'] !== gitlabToken) return { status: 401, body: {} };
    const what = `${method} ${url.pathname.replace('/api/v4', '').replace('/projects/8', '')}`;
    switch (what) {
      case 'GET /user':
        return { status: 200, body: user };
      case 'GET /merge_requests/3/notes':
        return pageOf(this.notes, url);
      case 'GET /issues': {
        const isOpen = url.searchParams.get('state') === 'opened';
        return pageOf(
          this.issues.filter(({ state }) => !isOpen || state === 'opened'),
          url,
        );
      }
      case 'POST /merge_requests/3/notes':
        this.notes.push({ id: this.#id++, author: user, body: body['body'] ?? '' });
        return { status: 201, body: {} };
      case 'POST /issues': {
        const { title = '', description = '' } = body;
        this.issues.push({ iid: this.#id++, author: user, title, description, state: 'opened' });
        return { status: 201, body: {} };
      }
      default:
        return this.#change(what, body);
    }
  }

  #change(what: string, body: Asked['body']): Answer {
    const [, remarked] = /^POST \/issues\/(\d+)\/notes$/.exec(what) ?? [];
    if (this.issues.some(({ iid }) => iid === Number(remarked))) {
      this.remarks.push({ iid: Number(remarked), body: body['body'] ?? '' });
      return { status: 201, body: {} };
    }
    const [, path, id] = /^PUT (.*)\/(\d+)$/.exec(what) ?? [];
    const note = this.notes.find((one) => one.id === Number(id));
    const issue = this.issues.find(({ iid }) => iid === Number(id));
    if (path === '/merge_requests/3/notes' && note !== undefined) note.body = body['body'] ?? '';
    else if (path === '/issues' && issue !== undefined) {
      issue.description = body['description'] ?? '';
      if (body['state_event'] === 'close') issue.state = 'closed';
    } else return { status: 404, body: {} };
    return { status: 200, body: {} };
  }
}
