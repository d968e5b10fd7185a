// One open issue for each target with drift: changed in place while it lasts, closed once it is gone, or the
// target has left the workspace. Of a target that could not be read nobody knows, and its issue stays as it is.
import { driftTargetOf, isSameText, markOf, workspaceOf } from './bodies.js';

/**
 * `targets` are the names of all targets of the workspace, of which `bodies` may have some. Says what it did,
 * a line for each target.
 */
export async function keepIssues({ bodies, targets }, issues) {
  const all = await issues.list();
  const said = [];
  for (const one of bodies) {
    const found = all.find(({ body }) => isOfTarget(body, one.body));
    said.push(`${one.target}: ${await keepIssue(one, found, issues)}`);
  }
  for (const { id, body } of leftOver(all, { bodies, targets })) {
    await issues.comment(id, leftText);
    await issues.close(id, body);
    said.push(`${driftTargetOf(body)}: no target of the workspace any more; closed issue ${id}`);
  }
  return said;
}

const leftText =
  'The target is no longer in the workspace, so nobody looks for drift in it any more. sluice closed this issue; what was found last stays above.';

/** An issue that is older than the mark of its workspace is of this one. */
function isOfTarget(body, wanted) {
  if (markOf(body) !== markOf(wanted)) return false;
  const workspace = workspaceOf(body);
  return !workspaceMark.test(workspace) || workspace === workspaceOf(wanted);
}

const workspaceMark = /^<!-- sluice:workspace:.* -->$/;

/** Only of this very workspace: another one may be in the same repository. */
function leftOver(all, { bodies: [first], targets }) {
  if (first === undefined || targets === undefined) return [];
  const workspace = workspaceOf(first.body);
  return all.filter(({ body }) => {
    const target = driftTargetOf(body);
    return target !== undefined && !targets.includes(target) && workspaceOf(body) === workspace;
  });
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
