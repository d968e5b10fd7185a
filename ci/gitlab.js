// Notes on the merge request of this pipeline, and issues of its project, on GitLab. Only those that the
// token's own user wrote are looked at: the text of any other is not ours to change, or to trust.
import { createRest } from './rest.js';

export function gitlabHost({
  CI_API_V4_URL,
  CI_PROJECT_ID,
  CI_MERGE_REQUEST_IID,
  SLUICE_GITLAB_TOKEN,
}) {
  const rest = createRest({
    base: CI_API_V4_URL,
    headers: { 'private-token': SLUICE_GITLAB_TOKEN },
  });
  const project = `/projects/${CI_PROJECT_ID}`;

  async function ours(path) {
    const { id } = await rest.get('/user');
    return (await rest.list(path)).filter(({ author }) => author?.id === id);
  }

  return {
    comments() {
      const path = `${project}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;
      return {
        async list() {
          const all = await ours(`${path}?per_page=100`);
          return all.map(({ id, body }) => ({ id, body: body ?? '' }));
        },
        create: (body) => rest.send('POST', path, { body }),
        update: (id, body) => rest.send('PUT', `${path}/${id}`, { body }),
      };
    },
    issues() {
      const path = `${project}/issues`;
      return {
        async list() {
          const all = await ours(`${path}?state=opened&per_page=100`);
          return all.map(({ iid, description }) => ({ id: iid, body: description ?? '' }));
        },
        create: (title, description) => rest.send('POST', path, { title, description }),
        update: (id, description) => rest.send('PUT', `${path}/${id}`, { description }),
        comment: (id, body) => rest.send('POST', `${path}/${id}/notes`, { body }),
        close: (id, description) =>
          rest.send('PUT', `${path}/${id}`, { description, state_event: 'close' }),
      };
    },
  };
}
