// sluice init: a workspace, one group and workflows to begin with; it asks nothing and writes over nothing.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { pipelineFiles, type Pipeline } from '../init/pipeline-files.ts';
import { writeNewFile } from '../import/write-files.ts';
import { processSurroundings } from '../surroundings.ts';

export interface InitCommandOptions {
  readonly account: string;
  readonly region: string;
  readonly vpc: string;
  readonly owner: string;
  readonly ci: Pipeline;
}

export async function initCommand(options: InitCommandOptions): Promise<ExitCode> {
  const { out, err, folder } = processSurroundings({ wantsColour: false });
  const files = [
    { name: 'sluice.yaml', text: workspaceText(options) },
    { name: 'groups/example.yaml', text: groupText },
    ...pipelineFiles(options.ci),
  ].map((one) => ({ ...one, file: path.join(folder, one.name) }));
  const there = files.filter(({ file }) => existsSync(file));
  for (const { name } of there) err(`refused: ${name} is there already. Nothing was written.\n`);
  if (there.length > 0) {
    err('Move what is there away first, or name another folder.\n');
    return exitCodes.refused;
  }
  for (const { name, file, text } of files) {
    const why = await writeNewFile({ file, text }, { force: false });
    if (why !== undefined) {
      err(`error: ${name}: ${why}; look at the folder and its permissions.\n`);
      return exitCodes.error;
    }
    out(`+ ${name}\n`);
  }
  out(nextText(options));
  return exitCodes.success;
}

function workspaceText({ account, region, vpc, owner }: InitCommandOptions): string {
  return `# Whose groups these are, and where. \`sluice schema workspace\` has everything that may stand here.
version: 1
owner: '${owner}' # the value of the ownership tag on every group
groups: groups/**/*.yaml
targets:
  prod: { account: '${account}', region: ${region}, vpc: ${vpc} }
`;
}

const groupText = `# One group a file. What is not written is not touched; a direction that is written is exclusive.
name: example
description: An example to begin with
innerAccessPolicy: drop
ingress:
  - description: HTTPS from inside
    protocol: tcp
    ports: 443
    source: 10.0.0.0/8
egress:
  - description: Nothing goes out # what may go out stands before it, with a priority below 100
    policy: drop
    protocol: all
    destination: [0.0.0.0/0, '::/0']
    priority: 100
`;

function nextText({ ci }: InitCommandOptions): string {
  const more = ci === 'none' ? '' : 'What the workflows need is at the top of each.\n';
  return `Next: sluice validate
      sluice plan --emulator try.json
      sluice import
${more}`;
}
