// Goal: GitHub reads the workflows and the action as we mean them.
// Method: the parser of GitHub's own language services reads them, and refuses what we break in them.
import { readdirSync, readFileSync } from 'node:fs';
import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
} from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { describe, expect, test } from 'vitest';

const workflows = readdirSync('templates/github').map((name) => ({
  name,
  content: readFileSync(`templates/github/${name}`, 'utf8'),
}));
const action = { name: 'action.yml', content: readFileSync('action.yml', 'utf8') };

interface File {
  readonly name: string;
  readonly content: string;
}

/** Faults with their places; jobs are converted too, which checks what they need and when they run. */
async function faultsOfWorkflow(file: File): Promise<readonly string[]> {
  const { context, value } = parseWorkflow(file, new NoOperationTraceWriter());
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

function faultsOfAction(file: File): readonly string[] {
  const { context } = parseAction(file, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

test.each(workflows)('$name has no fault', async (file) => {
  expect(await faultsOfWorkflow(file)).toEqual([]);
});

test('the action has no fault', () => {
  expect(faultsOfAction(action)).toEqual([]);
});

describe('it would find', () => {
  test.each([
    ['an unknown key', 'cancel-in-progress:', 'cancel-when-running:'],
    ['an unknown context', '${{ vars.SLUICE_PACKAGE }}', '${{ variables.SLUICE_PACKAGE }}'],
    ['an unknown permission', 'id-token: write', 'identity: write'],
    ['an expression that does not end', '${{ github.token }}', '${{ github.token == }}'],
    ['a job that is not there', 'needs: plan', 'needs: plans'],
  ])('%s', async (_, right, wrong) => {
    const broken = workflows.filter(({ content }) => content.includes(right));
    expect(broken.length).toBeGreaterThan(0);
    for (const { name, content } of broken) {
      const faults = await faultsOfWorkflow({ name, content: content.replace(right, wrong) });
      expect(faults.length).toBeGreaterThan(0);
    }
  });

  test('a step of the action without a shell', () => {
    const content = action.content.replace('      shell: bash\n', '');
    expect(faultsOfAction({ ...action, content }).length).toBeGreaterThan(0);
  });
});
