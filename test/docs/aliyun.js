#!/usr/bin/env node
// The CLI of Alibaba Cloud, as far as pages of docs/ use it: `aliyun PRODUCT OPERATION --Name value …`. The
// call is the official client's.
import RPCClient from '@alicloud/pop-core';

const versions = { ecs: '2014-05-26', sts: '2015-04-01', vpc: '2016-04-28' };
const [product, operation, ...words] = process.argv.slice(2);
const parameters = {};
for (let at = 0; at < words.length; at += 2) parameters[words[at].slice(2)] = words[at + 1];
const client = new RPCClient({
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  endpoint: process.env.SLUICE_ENDPOINT,
  apiVersion: versions[product],
});
const reply = await client.request(operation, parameters, { method: 'POST' });
process.stdout.write(`${JSON.stringify(reply, undefined, 2)}\n`);
