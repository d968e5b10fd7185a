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

/** One for each target; its state is what the verdict says, which stands before anything from the cloud. */
export function driftBodies(text) {
  return text
    .split(/^(?=<!-- sluice:drift:.* -->$)/m)
    .filter((body) => body.startsWith('<!-- sluice:drift:'))
    .map((body) => {
      const [, name] = /^<!-- sluice:drift:(.*) -->/.exec(body);
      return { target: decodeURIComponent(name), state: stateOf(body), body };
    });
}

function stateOf(body) {
  const [, verdict = ''] = /^\*\*(.*)/m.exec(body) ?? [];
  if (verdict.startsWith('No drift.')) return 'clean';
  return verdict.startsWith('Drift: ') ? 'drift' : 'unknown';
}
