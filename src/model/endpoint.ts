// Where an API answers. People write passwords into URLs, so a text that is no endpoint is refused
// without being repeated, and what is printed is formatted from what was understood.

export interface Endpoint {
  readonly protocol: 'http' | 'https';
  /** Host, with its port where it is not the protocol's own. */
  readonly host: string;
}

/** `http://127.0.0.1:8080`, `https://ecs.example.com/`: no user, no path, no query. */
export function parseEndpointUrl(text: string): Endpoint | undefined {
  if (!/^https?:\/\/[^\s/\\?#@]+\/?$/i.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, host } = new URL(text);
  return { protocol: protocol === 'http:' ? 'http' : 'https', host };
}

/** The same, or a bare host with or without a port, which is reached by https. */
export function parseEndpoint(text: string): Endpoint | undefined {
  return parseEndpointUrl(text.includes('://') ? text : `https://${text}`);
}

export function formatEndpoint({ protocol, host }: Endpoint): string {
  return `${protocol}://${host}`;
}
