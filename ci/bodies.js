// What `plan` and `drift` print with --format markdown, as the texts of comments and issues. Each begins
// with a mark that nobody sees, by which the one that is there already is found.

/** The first line, also where a host gives it back with other line ends. */
export function markOf(body) {
  return body.split(/\r?\n/, 1)[0];
}

export function isSameText(one, other) {
  return plain(one) === plain(other);
}

function plain(body) {
  return body.replaceAll('\r\n', '\n').trimEnd();
}

/** The last line of a body of drift: which workspace it is about, for several may have a target of one name. */
export function workspaceOf(body) {
  return plain(body).split('\n').at(-1);
}

/** The name of the target that a body of drift is about; undefined where it is no such body. */
export function driftTargetOf(body) {
  const [, name] = /^<!-- sluice:drift:(.*) -->$/.exec(markOf(body)) ?? [];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

/** One for each target of the document that the text goes with, which alone says how it stands. */
export function driftBodies(text, { targets }) {
  const bodies = text.split(/^(?=<!-- sluice:drift:.* -->$)/m);
  return targets.flatMap(({ target: { name }, complete, drift }) => {
    const body = bodies.find((one) => driftTargetOf(one) === name);
    if (body === undefined) return [];
    return [{ target: name, state: complete ? (drift ? 'drift' : 'clean') : 'unknown', body }];
  });
}
