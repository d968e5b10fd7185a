// One comment for each mark: changed in place with every push, and made where there is none.
import { isSameText, markOf } from './bodies.js';

/** Says what it did. */
export async function keepComment(body, comments) {
  const all = await comments.list();
  const found = all.find((one) => markOf(one.body) === markOf(body));
  if (found === undefined) {
    await comments.create(body);
    return 'commented';
  }
  if (isSameText(found.body, body)) return 'the comment says so already';
  await comments.update(found.id, body);
  return 'updated the comment';
}
