// The workflows that init writes: files that are shipped as they are, for people to change.
import { readFileSync } from 'node:fs';
import { packageFile } from '../../model/package-file.ts';
import { unreachable } from '../../model/unreachable.ts';

export const pipelines = ['github', 'gitlab', 'none'] as const;

export type Pipeline = (typeof pipelines)[number];

export interface PipelineFile {
  /** From the folder of the workspace. */
  readonly name: string;
  readonly text: string;
}

const workflows = ['sluice-plan.yml', 'sluice-apply.yml', 'sluice-drift.yml'];

export function pipelineFiles(pipeline: Pipeline): readonly PipelineFile[] {
  switch (pipeline) {
    case 'github':
      return workflows.map((name) => ({
        name: `.github/workflows/${name}`,
        text: templateText(`github/${name}`),
      }));
    case 'gitlab':
      return [{ name: '.gitlab-ci.yml', text: templateText('gitlab/.gitlab-ci.yml') }];
    case 'none':
      return [];
    default:
      return unreachable(pipeline);
  }
}

function templateText(name: string): string {
  return readFileSync(packageFile(`templates/${name}`), 'utf8');
}
