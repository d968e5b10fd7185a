// The process that is measured: the emulator with its groups, or a server that does nothing.
import { createServer } from 'node:http';
import { Emulator } from '../../dist/emulator/emulator.js';
import { serve } from '../../dist/emulator/http/server.js';

const [, , kind, groupsText, rulesText] = process.argv;
const region = 'cn-hangzhou';
const emulator = new Emulator();

const began = performance.now();
const groups = kind === 'emulator' ? Number(groupsText) : 1;
const ids = Array.from({ length: groups }, (_, n) =>
  emulator.put({ region, name: `group-${n}`, rules: rulesOf(n) }),
);
const loadSeconds = (performance.now() - began) / 1000;

const server = kind === 'emulator' ? await serveEmulator() : await serveFixed();
process.send({ port: server.port, ids, loadSeconds, rssLoaded: process.memoryUsage().rss });

process.on('message', (message) => {
  if (message === 'report') process.send(report());
  else void server.close().then(() => process.disconnect());
});

function serveEmulator() {
  return serve({
    call: (request) => emulator.call(request),
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
  });
}

/** The bytes of one describe, over and over. */
function serveFixed() {
  const bytes = Buffer.from(JSON.stringify(describe(ids[0]).body));
  const fixed = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
    response.end(bytes);
  });
  return new Promise((resolve) => {
    fixed.listen(0, '127.0.0.1', () => {
      const close = () => new Promise((done) => fixed.close(done));
      resolve({ port: fixed.address().port, close });
    });
  });
}

function describe(id) {
  const parameters = { SecurityGroupId: id };
  const action = 'DescribeSecurityGroupAttribute';
  return emulator.call({ product: 'Ecs', version: '2014-05-26', action, region, parameters });
}

function report() {
  const rssAfter = process.memoryUsage().rss;
  const callMicroseconds = microseconds((id) => describe(id));
  const jsonMicroseconds = microseconds((id) => JSON.stringify(describe(id).body));
  const start = performance.now();
  const snapshotBytes = JSON.stringify(emulator.snapshot()).length;
  const snapshotMs = performance.now() - start;
  const growth = growthOfAdding();
  return { rssAfter, callMicroseconds, jsonMicroseconds, snapshotBytes, snapshotMs, growth };
}

/** What 100 rules cost, one by one, in a group of 900 against an empty one: the median of some rounds. */
function growthOfAdding() {
  const ratios = Array.from({ length: 15 }, () => {
    const [empty, full] = [0, 900].map((held) => microsecondsOfAdding(held));
    return full / empty;
  });
  return ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)];
}

function microsecondsOfAdding(held) {
  const world = new Emulator();
  const rule = (n) => ({
    IpProtocol: 'TCP',
    PortRange: `${n + 1}/${n + 1}`,
    SourceCidrIp: '10.0.0.0/8',
  });
  const rules = Array.from({ length: held }, (_, n) => ({ Direction: 'ingress', ...rule(n) }));
  const id = world.put({ region, rules });
  const start = performance.now();
  for (let n = held; n < held + 100; n++) {
    const parameters = { SecurityGroupId: id, ...rule(n) };
    const action = 'AuthorizeSecurityGroup';
    const { status } = world.call({
      product: 'Ecs',
      version: '2014-05-26',
      action,
      region,
      parameters,
    });
    if (status !== 200) throw new Error(`rule ${n} was refused: ${status}`);
  }
  return ((performance.now() - start) * 1000) / 100;
}

function microseconds(call) {
  const calls = 2000;
  const start = performance.now();
  for (let n = 0; n < calls; n++) call(ids[n % ids.length]);
  return ((performance.now() - start) * 1000) / calls;
}

/** Half in each direction; addresses differ from group to group, as they do. */
function rulesOf(group) {
  return Array.from({ length: Number(rulesText) }, (_, n) => {
    const address = `10.${group % 250}.${n % 250}.0/24`;
    const peer = n % 2 === 0 ? { SourceCidrIp: address } : { DestCidrIp: address };
    const port = 1 + ((group + n) % 1000);
    return {
      Direction: n % 2 === 0 ? 'ingress' : 'egress',
      IpProtocol: 'TCP',
      PortRange: `${port}/${port}`,
      Description: `rule ${n} of the group`,
      ...peer,
    };
  });
}
