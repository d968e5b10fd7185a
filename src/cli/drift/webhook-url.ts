// The URL of a webhook. It is a secret: whoever has it may post. Nothing but its host is ever printed.

/** What is wrong with it has no part of it. */
export function parseWebhook(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
}

export const wrongWebhookText =
  'error: the webhook is not a URL; expected https:// or http://, a host and a path\n' +
  '    right: SLUICE_WEBHOOK=https://hooks.example.com/services/…\n';
