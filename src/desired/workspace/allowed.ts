// To which endpoints and in which roles a workspace may send calls: what its targets use, against a list.
import { formatEndpoint, parseEndpoint } from '../../model/endpoint.ts';
import { formatSource, type Source } from '../../model/source.ts';
import type { Target } from '../../model/target.ts';
import { itemsOf, textOf, valueAt, type Located } from '../yaml/located.ts';
import { roleArn } from './read-roles.ts';

export type UseKind = 'endpoint' | 'planRole' | 'applyRole';

/** An endpoint or a role that a target names. */
export interface TargetUse {
  readonly kind: UseKind;
  /** A URL, or an ARN. */
  readonly text: string;
  readonly target: Pick<Target, 'name' | 'account'>;
  readonly source: Source;
}

/** Globs by what they are for; undefined where nothing is said of that. */
export type Allowed = Readonly<Record<UseKind, AllowedList | undefined>>;

export interface AllowedList {
  /** `*` stands for anything but a colon and a slash. */
  readonly globs: readonly string[];
  readonly source: Source;
}

export interface Access {
  readonly uses: readonly TargetUse[];
  readonly allowed: Allowed;
}

export const nothingSaid: Allowed = {
  endpoint: undefined,
  planRole: undefined,
  applyRole: undefined,
};

/** `node` has the shape of the schema. */
export function readAllowed(node: Located): Allowed {
  const [endpoints, roles] = [valueAt(node, 'endpoints'), valueAt(node, 'roles')];
  const rolesFor = (key: 'plan' | 'apply') => (roles?.kind === 'map' ? valueAt(roles, key) : roles);
  return {
    endpoint: endpoints && listOf(endpoints),
    planRole: listIn(rolesFor('plan')),
    applyRole: listIn(rolesFor('apply')),
  };
}

/** What a target names, with the places in its text. */
export function usesOf(target: Target, value: Located): readonly TargetUse[] {
  const [endpoint, role] = [valueAt(value, 'endpoint'), valueAt(value, 'role')];
  const where = { name: target.name, account: target.account };
  const roleUse = (kind: UseKind, text: string, key: string): readonly TargetUse[] =>
    role === undefined
      ? []
      : [{ kind, text, target: where, source: (valueAt(role, key) ?? role).source }];
  return [
    ...(endpoint === undefined
      ? []
      : [
          {
            kind: 'endpoint',
            text: urlOf(textOf(endpoint)),
            target: where,
            source: endpoint.source,
          } as const,
        ]),
    ...roleUse('planRole', target.roles?.plan ?? '', 'plan'),
    ...roleUse('applyRole', target.roles?.apply ?? '', 'apply'),
  ];
}

/** Those that the lists have not; where there is no list of a kind, any is allowed. */
export function notAllowed({ uses, allowed }: Access): readonly TargetUse[] {
  return uses.filter((use) => {
    const list = allowed[use.kind];
    return list !== undefined && !list.globs.some((glob) => isAllowedBy(glob, use));
  });
}

/**
 * The same against an earlier version, of which more is held: where that has no list of a kind, what its
 * own targets use is all that is allowed.
 */
export function notAllowedBefore(uses: readonly TargetUse[], before: Access): readonly TargetUse[] {
  const known = new Set(before.uses.map(({ kind, text }) => `${kind} ${text}`));
  return notAllowed({ uses, allowed: before.allowed }).concat(
    uses.filter(
      ({ kind, text }) => before.allowed[kind] === undefined && !known.has(`${kind} ${text}`),
    ),
  );
}

/** A clause about one that is not allowed; `whose` is where there is no list, such as `main`. */
export function notAllowedText(use: TargetUse, allowed: Allowed, whose: string): string {
  const list = allowed[use.kind];
  const nouns = {
    endpoint: 'endpoint',
    planRole: 'role to plan in',
    applyRole: 'role to apply in',
  };
  const what = `the ${nouns[use.kind]} of the target "${use.target.name}" is ${use.text}`;
  if (list === undefined) return `${what}, and no target of ${whose} uses that`;
  const globs = list.globs.length === 0 ? 'none' : list.globs.join(', ');
  return `${what}, and ${formatSource(list.source)} allows ${globs}`;
}

function listIn(node: Located | undefined): AllowedList | undefined {
  return node && listOf(node);
}

function listOf(node: Located): AllowedList {
  return { globs: itemsOf(node).map(textOf), source: node.source };
}

function isAllowedBy(glob: string, { kind, text, target }: TargetUse): boolean {
  if (kind !== 'endpoint') return matches(roleArn(glob, target.account), text);
  return matches(glob.includes('://') ? glob : `https://${glob}`, text);
}

function matches(glob: string, text: string): boolean {
  const parts = glob.split(/\*+/).map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^:/]*')}$`, 'i').test(text);
}

/** What cannot be read is a fault already. */
function urlOf(text: string): string {
  const endpoint = parseEndpoint(text);
  return endpoint === undefined ? text : formatEndpoint(endpoint);
}
