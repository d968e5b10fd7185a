// node github-identity.js: asks GitHub who this job is, and says where the answer is, for the steps after it.
// It is what Alibaba Cloud gives a role for; the job needs `permissions: { id-token: write }`.
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const {
  ACTIONS_ID_TOKEN_REQUEST_URL: where,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
  GITHUB_ENV: environmentFile,
  RUNNER_TEMP: folder,
} = process.env;
if (!where || !bearer || !environmentFile || !folder) {
  throw new Error('expected a job of GitHub Actions with permissions: { id-token: write }');
}
const url = new URL(where);
url.searchParams.set('audience', 'sts.aliyuncs.com');
const response = await fetch(url, {
  headers: { authorization: `bearer ${bearer}` },
  redirect: 'error',
});
if (!response.ok) throw new Error(`GitHub gives no identity: status ${response.status}`);
const { value } = await response.json();
const file = path.join(folder, 'oidc-token');
writeFileSync(file, value, { mode: 0o600 });
appendFileSync(environmentFile, `ALIBABA_CLOUD_OIDC_TOKEN_FILE=${file}\n`);
