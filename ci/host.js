// Where this runs, as its environment says.
import { githubHost } from './github.js';
import { gitlabHost } from './gitlab.js';

export function hostOf(environment) {
  if (environment.GITLAB_CI !== undefined) return gitlabHost(environment);
  if (environment.GITHUB_REPOSITORY !== undefined) return githubHost(environment);
  throw new Error('expected to run in a job of GitHub Actions or GitLab CI');
}
