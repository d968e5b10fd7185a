// Proxies from the environment. The official client ignores them, and makes its own agents, so the
// http modules of this process are told; only when there is a proxy to use.

export type Environment = Readonly<Record<string, string | undefined>>;

let isSet = false;

/** Honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in either case. */
export async function useProxies(environment: Environment): Promise<void> {
  const [https, http, no] = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'].map(
    (name) => environment[name] ?? environment[name.toLowerCase()],
  );
  if (isSet || (!https && !http)) return;
  isSet = true;
  const { createGlobalProxyAgent } = await import('global-agent');
  const controller = createGlobalProxyAgent({ environmentVariableNamespace: 'SLUICE_UNUSED_' });
  Object.assign(controller, {
    ...(https ? { HTTPS_PROXY: https } : {}),
    ...(http ? { HTTP_PROXY: http } : {}),
    ...(no ? { NO_PROXY: no } : {}),
  });
}
