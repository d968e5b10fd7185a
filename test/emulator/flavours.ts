// The official clients, each in every way in which it can sign and send, behind one signature.

import { createRequire } from 'node:module';
import { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import Rpc from '@alicloud/pop-core';
import { RuntimeOptions } from '@alicloud/tea-util';
import type * as Ecs from '@alicloud/ecs20140526';
import type * as OpenApi from '@alicloud/openapi-client';

// Node and vitest disagree on what the default import of these packages is; `require` is the same
// in both.
const require = createRequire(import.meta.url);
const ecsPackage = require('@alicloud/ecs20140526') as typeof Ecs.default;
const openapi = require('@alicloud/openapi-client') as typeof OpenApi.default;

/** Wire words, lists and lists of objects not yet folded into names. */
export type Nested = Readonly<
  Record<string, string | readonly string[] | readonly Readonly<Record<string, string>>[]>
>;

export type Body = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly version: '2014-05-26' | '2015-04-01';
  readonly action: string;
  readonly parameters: Nested;
}

export interface Flavour {
  readonly name: string;
  readonly versions: readonly Asked['version'][];
  /** The body of the reply in wire words; throws an error with a `code` for a refusal. */
  readonly send: (asked: Asked, server: { port: number; secret: string }) => Promise<Body>;
}

export const flavours: readonly Flavour[] = [
  ecs('ecs20140526, ACS3', undefined),
  ecs('ecs20140526, v2', 'v2'),
  popCore('GET'),
  popCore('POST'),
  openapiForm('openapi-client, ACS3, form', undefined),
  openapiForm('openapi-client, v2, form', 'v2'),
];

/** `Permissions.1.SourceCidrIp` and so on. */
export function flatten(nested: Nested): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(nested)) {
    if (typeof value === 'string') flat[name] = value;
    else for (const [index, item] of value.entries()) addItem(flat, `${name}.${index + 1}`, item);
  }
  return flat;
}

function addItem(
  flat: Record<string, string>,
  name: string,
  item: string | Readonly<Record<string, string>>,
): void {
  if (typeof item === 'string') flat[name] = item;
  else for (const [field, value] of Object.entries(item)) flat[`${name}.${field}`] = value;
}

const identity = { accessKeyId: 'emulator', regionId: 'cn-hangzhou', protocol: 'http' } as const;

interface ToMap {
  toMap(): Body;
}
type ModelClass = new (map: Record<string, unknown>) => ToMap;
type ClientMethod = (request: ToMap) => Promise<{ body: ToMap }>;

type ClientClass = new (config: object) => Readonly<Record<string, ClientMethod>>;
// The two packages each declare a `Config` of their own, which are the same.
const Client = ecsPackage.default as unknown as ClientClass;

function ecs(name: string, signatureAlgorithm: string | undefined): Flavour {
  return {
    name,
    versions: ['2014-05-26'],
    async send({ action, parameters }, { port, secret }) {
      const models = ecsPackage as unknown as Readonly<Record<string, ModelClass>>;
      const config = new Config({
        ...identity,
        accessKeySecret: secret,
        endpoint: `127.0.0.1:${port}`,
        ...(signatureAlgorithm === undefined ? {} : { signatureAlgorithm }),
      });
      const client = new Client(config);
      const request = toModel(`${action}Request`, parameters, models);
      const method = client[camel(action)];
      if (method === undefined) throw new Error(`the client has no ${action}`);
      const { body } = await method.call(client, request);
      return body.toMap();
    },
  };
}

function toModel(
  name: string,
  fields: Nested,
  models: Readonly<Record<string, ModelClass>>,
): ToMap {
  const Model = models[name];
  if (Model === undefined) throw new Error(`the client has no ${name}`);
  const map = Object.entries(fields).map(([field, value]) => [
    camel(field),
    typeof value === 'string'
      ? value
      : value.map((item) =>
          typeof item === 'string' ? item : toModel(`${name}${field}`, item, models),
        ),
  ]);
  return new Model(Object.fromEntries(map) as Record<string, unknown>);
}

function camel(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}

function popCore(method: 'GET' | 'POST'): Flavour {
  return {
    name: `pop-core, ${method}`,
    versions: ['2014-05-26', '2015-04-01'],
    async send({ version, action, parameters }, { port, secret }) {
      const client = new Rpc({
        accessKeyId: identity.accessKeyId,
        accessKeySecret: secret,
        endpoint: `http://127.0.0.1:${port}`,
        apiVersion: version,
      });
      return client.request<Body>(action, flatten(parameters), { method });
    },
  };
}

/** This is how sluice itself calls. */
function openapiForm(name: string, signatureAlgorithm: string | undefined): Flavour {
  return {
    name,
    versions: ['2014-05-26', '2015-04-01'],
    async send({ version, action, parameters }, { port, secret }) {
      const client = new openapi.default(
        new Config({
          ...identity,
          accessKeySecret: secret,
          endpoint: `127.0.0.1:${port}`,
          ...(signatureAlgorithm === undefined ? {} : { signatureAlgorithm }),
        }),
      );
      const params = new Params({
        action,
        version,
        protocol: 'HTTP',
        pathname: '/',
        method: 'POST',
        authType: 'AK',
        style: 'RPC',
        reqBodyType: 'formData',
        bodyType: 'json',
      });
      const request = new OpenApiRequest({ query: {}, body: flatten(parameters) });
      const reply: unknown = await client.callApi(params, request, new RuntimeOptions({}));
      return (reply as { body: Body }).body;
    },
  };
}
