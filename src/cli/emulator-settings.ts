// `--quota NAME=N` and `--switch NAME=VALUE` of the emulator, checked against what there is.
import { defaultLimits, type Limits } from '../emulator/limits.ts';
import { switchValues, type EverySwitch } from '../emulator/switch-values.ts';

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  /** Sentences, one for each fault. */
  | { readonly ok: false; readonly faults: readonly string[] };

export function readQuotas(texts: readonly string[]): Read<Partial<Limits>> {
  return readAll(texts, (name, text) => {
    if (!Object.hasOwn(defaultLimits, name)) {
      return `there is no quota "${name}"; there are ${Object.keys(defaultLimits).join(', ')}`;
    }
    if (isCount(text)) return { value: Number(text) };
    return `quota ${name}: expected a number such as ${name}=100`;
  });
}

export function readSwitches(texts: readonly string[]): Read<Partial<EverySwitch>> {
  return readAll(texts, (name, text) => {
    const values = valuesOf(name);
    if (values === undefined) {
      return `there is no switch "${name}"; there are ${Object.keys(switchValues).join(', ')}`;
    }
    if (values === 'number') {
      if (isCount(text)) return { value: Number(text) };
      return `switch ${name}: expected a number such as ${name}=60000`;
    }
    const value = values.find((known) => String(known) === text);
    if (value !== undefined) return { value };
    return `switch ${name}: there is no value "${text}"; there are ${values.join(', ')}`;
  });
}

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** What is wrong is said without the text, which may hold a secret. */
export function readAccessKey(text: string): Read<AccessKey> {
  const [, id, secret] = /^([\w.-]{1,64}):(\S{1,256})$/.exec(text) ?? [];
  if (id !== undefined && secret !== undefined) return { ok: true, value: { id, secret } };
  return { ok: false, faults: ['--access-key: expected an id and a secret, as in "test:test"'] };
}

function valuesOf(name: string): readonly (string | boolean)[] | 'number' | undefined {
  return Object.hasOwn(switchValues, name)
    ? switchValues[name as keyof typeof switchValues]
    : undefined;
}

/** Of a name that is given twice, the last value counts. */
function readAll<T>(
  texts: readonly string[],
  read: (name: string, text: string) => { readonly value: string | number | boolean } | string,
): Read<T> {
  const found: Record<string, string | number | boolean> = {};
  const faults: string[] = [];
  for (const text of texts) {
    const [name, value] = splitOnce(text);
    const answer = read(name, value);
    if (typeof answer === 'string') faults.push(answer);
    else found[name] = answer.value;
  }
  // Each name was looked up in the table of T, and each value is one of those listed there.
  return faults.length === 0 ? { ok: true, value: found as T } : { ok: false, faults };
}

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function isCount(text: string): boolean {
  return /^\d{1,15}$/.test(text);
}
