// Comments under the pull request of this run, and issues of its repository, on GitHub. Only those that
// the token's own user wrote are looked at: the text of any other is not ours to change, or to trust.
import { readFileSync } from 'node:fs';
import { createRest } from './rest.js';

export function githubHost({
  GITHUB_API_URL = 'https://api.github.com',
  GITHUB_REPOSITORY,
  GITHUB_EVENT_PATH,
  GITHUB_TOKEN,
  SLUICE_AUTHOR = 'github-actions[bot]',
}) {
  const rest = createRest({
    base: `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}`,
    headers: {
      authorization: `Bearer ${GITHUB_TOKEN}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    },
  });
  const isOurs = ({ user }) => user?.login === SLUICE_AUTHOR;

  return {
    comments() {
      const { pull_request: change } = JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8'));
      const path = `/issues/${change.number}/comments`;
      return {
        async list() {
          const all = await rest.list(`${path}?per_page=100`);
          return all.filter(isOurs).map(({ id, body }) => ({ id, body: body ?? '' }));
        },
        create: (body) => rest.send('POST', path, { body }),
        update: (id, body) => rest.send('PATCH', `/issues/comments/${id}`, { body }),
      };
    },
    issues() {
      return {
        async list() {
          const all = await rest.list('/issues?state=open&per_page=100');
          return all
            .filter((issue) => isOurs(issue) && issue.pull_request === undefined)
            .map(({ number, body }) => ({ id: number, body: body ?? '' }));
        },
        create: (title, body) => rest.send('POST', '/issues', { title, body }),
        update: (id, body) => rest.send('PATCH', `/issues/${id}`, { body }),
        comment: (id, body) => rest.send('POST', `/issues/${id}/comments`, { body }),
        close: (id, body) => rest.send('PATCH', `/issues/${id}`, { body, state: 'closed' }),
      };
    },
  };
}
