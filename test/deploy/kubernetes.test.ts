// Goal: deploy/kubernetes/ is what Kubernetes takes, under its restricted pod security, and its job runs.
// Method: each document against the published OpenAPI schema of its kind (kubernetes-models has them); the workspace
// of the ConfigMaps is mounted into a folder as the job says, and the job's arguments are run on an emulator.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CronJob, type ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import { ConfigMap, type IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { sluice } from '../cli/sluice.ts';

interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const kinds = { CronJob, ConfigMap, Namespace, ServiceAccount } as const;
const text = readFileSync('deploy/kubernetes/drift.yaml', 'utf8');
const resources = parseAllDocuments(text).map((one) => one.toJS() as Resource);
const cronJob = find('CronJob', 'sluice-drift') as ICronJob;
const pod = cronJob.spec?.jobTemplate.spec?.template.spec;
const container = pod?.containers[0];

function find(kind: string, name: string): unknown {
  return resources.find((one) => one.kind === kind && one.metadata.name === name);
}

function validate(resource: Resource): void {
  const kind = kinds[resource.kind as keyof typeof kinds] as new (of: Resource) => {
    validate(): void;
  };
  new kind(resource).validate();
}

test.each(resources)('$kind $metadata.name fits its schema', (resource) => {
  validate(resource);
});

test('the schemas object to what is wrong', () => {
  const { spec, ...rest } = cronJob as ICronJob & Resource;
  const cases = [
    { ...spec, schedule: 13 },
    { ...spec, jobTemplate: undefined },
    { ...spec, startingDeadlineSeconds: 'soon' },
  ];
  for (const wrong of cases) {
    expect(() => {
      validate({ ...rest, spec: wrong } as Resource);
    }).toThrow();
  }
});

test('one run at a time, none again, with no more rights than the restricted pod security gives', () => {
  expect(cronJob.spec?.concurrencyPolicy).toBe('Forbid');
  expect(cronJob.spec?.jobTemplate.spec?.backoffLimit).toBe(0);
  expect(pod?.restartPolicy).toBe('Never');
  expect(pod?.securityContext).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(container?.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

test('what refers to something here finds it, in one namespace', () => {
  const places = resources.filter(({ kind }) => kind !== 'Namespace');
  expect(new Set(places.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['sluice']));
  expect(find('ServiceAccount', pod?.serviceAccountName ?? '')).toBeDefined();
  for (const { name } of container?.volumeMounts ?? []) {
    const volume = pod?.volumes?.find((one) => one.name === name);
    expect(find('ConfigMap', volume?.configMap?.name ?? '')).toBeDefined();
  }
});

test('the job finds the drift of its workspace: exit 2', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'sluice-pod-'));
  for (const { name, mountPath, subPath } of container?.volumeMounts ?? []) {
    const volume = pod?.volumes?.find((one) => one.name === name);
    const { data = {} } = find('ConfigMap', volume?.configMap?.name ?? '') as IConfigMap;
    for (const [key, content] of Object.entries(data)) {
      const file = subPath === undefined ? path.join(mountPath, key) : mountPath;
      mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(root, file), content);
    }
  }
  const folder = path.join(root, container?.workingDir ?? '');
  const args = [...(container?.args ?? []), '--emulator', path.join(root, 'state.json')];
  const { exitCode, out } = await sluice(folder, args);
  expect(exitCode).toBe(2);
  expect(out).toContain('web');
});
