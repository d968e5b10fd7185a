// Requests to the API of GitHub or GitLab: JSON both ways, and every page of a list.

const pagesMax = 50;
const timeoutMs = 30_000;

/** `base` is the URL that paths are put behind; `headers` carry the token, which goes nowhere else. */
export function createRest({ base, headers }) {
  const { origin } = new URL(base);

  async function request(method, url, body) {
    const response = await fetch(url, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.ok) return response;
    const hint = [401, 403, 404].includes(response.status) ? '; may the token do that?' : '';
    throw new Error(`${method} ${new URL(url).pathname}: status ${response.status}${hint}`);
  }

  return {
    async get(path) {
      return (await request('GET', `${base}${path}`)).json();
    },
    async list(path) {
      const found = [];
      let url = `${base}${path}`;
      for (let page = 1; url !== undefined && page <= pagesMax; page++) {
        const response = await request('GET', url);
        found.push(...(await response.json()));
        url = nextPage(response, origin);
      }
      return found;
    },
    async send(method, path, body) {
      await request(method, `${base}${path}`, body);
    },
  };
}

function nextPage(response, origin) {
  const [, next] = /<([^>]+)>;\s*rel="?next"?/.exec(response.headers.get('link') ?? '') ?? [];
  return next !== undefined && new URL(next).origin === origin ? next : undefined;
}
