// Tells a webhook of drift, and of targets that could not be read. Whoever is told nothing has nothing
// to do: without drift nothing is posted.
import { useProxies } from '../../cloud/proxy.ts';
import { isRead, type Drift } from '../../model/drift.ts';
import { slackMessage } from '../../report/drift/drift-slack.ts';
import type { Surroundings } from '../surroundings.ts';
import { postWebhook } from './post-webhook.ts';

export const webhookFormats = ['slack', 'json'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

/** That it failed is said, and changes no verdict: the exit code tells of drift, or of what was not read. */
export async function tellWebhook(
  url: URL,
  document: Drift,
  { format }: { readonly format: WebhookFormat },
  { err, environment, pauses }: Pick<Surroundings, 'err' | 'environment' | 'pauses'>,
): Promise<void> {
  const { targets } = document;
  if (targets.length > 0 && targets.every((one) => isRead(one) && !one.drift)) return;
  await useProxies(environment);
  const message = format === 'slack' ? slackMessage(document) : document;
  const posted = await postWebhook(url, JSON.stringify(message), {
    ...bounds,
    sleep: pauses.sleep,
  });
  if (!posted.ok) err(`warning: the webhook on ${url.host} was not told: ${posted.why}.\n`);
}

const bounds = {
  attemptsMax: 4,
  timeoutMs: 10_000,
  firstPauseMs: 1000,
  pauseMaxMs: 30_000,
} as const;
