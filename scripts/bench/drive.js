// A client that costs next to nothing: signed requests made beforehand, sent over raw connections.
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';

/** Calls a second, and how long they took; with `parses`, each reply is parsed too. */
export async function drive({ port, ids, seconds, connections, parses = false }) {
  const requests = ids.slice(0, 500).map((id, n) => signedRequest(id, n));
  await run({ port, requests, connections, parses, endsAt: performance.now() + 2000 });
  const began = performance.now();
  const taken = await run({ port, requests, connections, parses, endsAt: began + seconds * 1000 });
  const elapsed = (performance.now() - began) / 1000;
  const times = taken.times.toSorted((a, b) => a - b);
  return {
    perSecond: times.length / elapsed,
    bytes: taken.bytes / times.length,
    p50: times[Math.floor(times.length * 0.5)],
    p99: times[Math.floor(times.length * 0.99)],
  };
}

async function run(options) {
  const all = await Promise.all(
    Array.from({ length: options.connections }, (_, n) => runOne({ ...options, first: n * 31 })),
  );
  return {
    times: all.flatMap(({ times }) => times),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function runOne({ port, requests, parses, endsAt, first }) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const times = [];
    const chunks = [];
    let [bytes, wanted, got, next, sentAt] = [0, 0, 0, first, 0];
    const send = () => {
      [wanted, got, sentAt] = [0, 0, performance.now()];
      socket.write(requests[next++ % requests.length]);
    };
    socket.once('connect', send);
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      if (wanted === 0) wanted = replyLength(chunk);
      got += chunk.length;
      if (parses) chunks.push(chunk);
      if (got < wanted) return;
      if (parses) parseReply(Buffer.concat(chunks.splice(0)));
      times.push(performance.now() - sentAt);
      bytes += got;
      if (performance.now() < endsAt) return send();
      socket.destroy();
      resolve({ times, bytes });
    });
  });
}

function parseReply(reply) {
  JSON.parse(reply.subarray(reply.indexOf('\r\n\r\n') + 4).toString());
}

/** The head of a reply comes in one piece. */
function replyLength(chunk) {
  const head = chunk.subarray(0, chunk.indexOf('\r\n\r\n') + 4).toString('latin1');
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`not a success: ${chunk.toString()}`);
  return head.length + Number(/content-length: (\d+)/i.exec(head)[1]);
}

function signedRequest(id, n) {
  const words = {
    AccessKeyId: 'emulator',
    Action: 'DescribeSecurityGroupAttribute',
    Format: 'JSON',
    RegionId: 'cn-hangzhou',
    SecurityGroupId: id,
    SignatureMethod: 'HMAC-SHA1',
    SignatureNonce: String(n),
    SignatureVersion: '1.0',
    Timestamp: '2026-11-22T00:00:00Z',
    Version: '2014-05-26',
  };
  const text = Object.keys(words)
    .sort()
    .map((name) => `${name}=${encodeURIComponent(words[name])}`)
    .join('&');
  const toSign = `POST&%2F&${encodeURIComponent(text)}`;
  const signature = createHmac('sha1', 'emulator&').update(toSign).digest('base64');
  const query = `${text}&Signature=${encodeURIComponent(signature)}`;
  return `POST /?${query} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: bench\r\ncontent-length: 0\r\n\r\n`;
}
