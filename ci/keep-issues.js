// One open issue for each target with drift: changed in place while it lasts, closed once it is gone. Of a
// target that could not be read nobody knows, and its issue stays as it is.
import { isSameText, markOf } from './bodies.js';

/** Says what it did, a line for each target. */
export async function keepIssues(bodies, issues) {
  const all = await issues.list();
  const said = [];
  for (const one of bodies) {
    const found = all.find(({ body }) => markOf(body) === markOf(one.body));
    said.push(`${one.target}: ${await keepIssue(one, found, issues)}`);
  }
  return said;
}

async function keepIssue({ target, state, body }, found, issues) {
  if (state === 'unknown') return 'could not be read; nothing was changed';
  if (state === 'clean') {
    if (found === undefined) return 'no drift';
    await issues.close(found.id, body);
    return `no drift any more; closed issue ${found.id}`;
  }
  if (found === undefined) {
    await issues.create(`Drift in target ${target}`, body);
    return 'opened an issue';
  }
  if (isSameText(found.body, body)) return `issue ${found.id} says so already`;
  await issues.update(found.id, body);
  return `updated issue ${found.id}`;
}
