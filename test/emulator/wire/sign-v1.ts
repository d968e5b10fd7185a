// Version 1 signatures, written once more for the tests, so that the emulator's own signing code is
// not its own judge.

import { createHmac } from 'node:crypto';

export type Words = Readonly<Record<string, string>>;

/** RFC 3986, byte by byte. */
export function encode(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      const hex = byte.toString(16).toUpperCase().padStart(2, '0');
      return /[A-Za-z0-9_.~-]/.test(character) ? character : `%${hex}`;
    })
    .join('');
}

export function canonical(words: Words): string {
  return Object.keys(words)
    .sort()
    .map((name) => `${encode(name)}=${encode(words[name] ?? '')}`)
    .join('&');
}

/** The words with their signature, as a query or a form. */
export function signedForm(method: string, words: Words, secret = 'emulator'): string {
  const text = canonical(words);
  const toSign = `${method}&%2F&${encode(text)}`;
  const signature = createHmac('sha1', `${secret}&`).update(toSign).digest('base64');
  return `${text}&Signature=${encode(signature)}`;
}

let nonce = 0;

/** What every signed call says besides what it is about. */
export function system(action: string): Words {
  nonce++;
  return {
    AccessKeyId: 'emulator',
    Action: action,
    Format: 'JSON',
    RegionId: 'cn-hangzhou',
    SignatureMethod: 'HMAC-SHA1',
    SignatureNonce: String(nonce),
    SignatureVersion: '1.0',
    Timestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    Version: '2014-05-26',
  };
}
