// Which client sent a request, as far as its User-Agent says. Families, not versions: counters are
// kept by them.

/** Of several that fit, the first counts: the Terraform provider also says that it is Go. */
const families: readonly (readonly [RegExp, string])[] = [
  [/terraform/i, 'terraform'],
  [/pulumi/i, 'pulumi'],
  [/aliyun-cli/i, 'aliyun-cli'],
  [/\bsluice\b/i, 'sluice'],
  [/\bnode\.?js\b/i, 'node'],
  [/\bpython\b/i, 'python'],
  [/\b(golang|go-http-client)\b/i, 'go'],
  [/\bjava\b/i, 'java'],
  [/\bphp\b/i, 'php'],
  [/\.net\b|\bcsharp\b/i, 'dotnet'],
  [/\bcurl\b/i, 'curl'],
];

export function clientFamily(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent === '') return 'none';
  return families.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'other';
}
