// The roles of a target: one for everything, or one to plan with and another to apply with.
import { parseDuration } from '../../model/duration.ts';
import type { Roles } from '../../model/target.ts';
import { fault, type Report } from '../fault.ts';
import { textOf, valueAt, type Located } from '../yaml/located.ts';

const durationMsMin = 15 * 60_000;
const durationMsMax = 12 * 3_600_000;

/** `account` is whose roles they are that are written by their names alone. */
export function readRoles(node: Located, account: string, report: Report): Roles {
  const arn = (role: Located): string => roleArn(textOf(role), account);
  if (node.kind !== 'map') return { plan: arn(node), apply: arn(node) };
  const [plan, apply] = [valueAt(node, 'plan') ?? node, valueAt(node, 'apply') ?? node];
  const [sessionName, externalId] = ['sessionName', 'externalId'].map((key) => valueAt(node, key));
  const duration = valueAt(node, 'duration');
  const durationMs = duration && readDuration(duration, report);
  return {
    plan: arn(plan),
    apply: arn(apply),
    ...(sessionName && { sessionName: textOf(sessionName) }),
    ...(externalId && { externalId: textOf(externalId) }),
    ...(durationMs === undefined ? {} : { durationMs }),
  };
}

/** A name stands for the role of that name in the target's own account. */
export function roleArn(text: string, account: string): string {
  return text.startsWith('acs:') ? text : `acs:ram::${account}:role/${text}`;
}

function readDuration(node: Located, report: Report): number | undefined {
  const ms = parseDuration(textOf(node));
  if (ms !== undefined && ms >= durationMsMin && ms <= durationMsMax) return ms;
  const message = `"duration" is ${JSON.stringify(textOf(node))}; expected a time from 15m to 12h`;
  report(fault(node.source, { code: 'bad-duration', message, example: 'duration: 1h' }));
  return undefined;
}
