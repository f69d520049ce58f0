import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyLimitBytes, BodyRefused, readBody } from './body.ts';

let server: Server;
let lastOutcome: Promise<string>;

beforeAll(async () => {
  server = createServer((received, response) => {
    lastOutcome = readBody(received).catch((error: unknown) => {
      if (!(error instanceof BodyRefused)) throw error;
      return `${error.status} ${error.message}`;
    });
    void lastOutcome.then((text) => response.end(text));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});

afterAll(() => {
  server.close();
});

const port = () => (server.address() as AddressInfo).port;

async function answerTo(
  body: string | Buffer | ReadableStream,
  headers: Record<string, string> = {},
): Promise<string> {
  const all = { 'content-type': 'application/json', ...headers };
  const init = { method: 'POST', body, headers: all, duplex: 'half' };
  return (await fetch(`http://127.0.0.1:${port()}`, init as RequestInit)).text();
}

/** Sent in chunks, with no word of how long it will be. */
function inChunks(...chunks: readonly Uint8Array[]): ReadableStream {
  return ReadableStream.from(chunks);
}

describe('a body', () => {
  it('is read whole, however it comes', async () => {
    const text = '{"name":"証明書"}';
    const bytes = Buffer.from(text);

    expect(await answerTo(text)).toBe(text);
    expect(await answerTo(inChunks(bytes.subarray(0, 11), bytes.subarray(11)))).toBe(text);
    expect(await answerTo('')).toBe('');
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'may say %s',
    async (type) => {
      expect(await answerTo('{}', { 'content-type': type })).toBe('{}');
    },
  );

  it.each(['text/plain', 'application/json; charset=utf-16', 'application/jsonp', ''])(
    'is refused when it says %s',
    async (type) => {
      expect(await answerTo('{}', { 'content-type': type })).toBe(
        '415 the Content-Type must be application/json, in UTF-8',
      );
    },
  );

  it('is refused when it is compressed', async () => {
    expect(await answerTo(gzipSync('{}'), { 'content-encoding': 'gzip' })).toBe(
      '415 the body may not be compressed',
    );
  });

  it('is refused when it is too large, said beforehand or not, and the caller sees why', async () => {
    const large = Buffer.alloc(bodyLimitBytes + 1, ' ');

    expect(await answerTo(large)).toBe(`413 the body may not be larger than ${bodyLimitBytes} bytes`);
    expect(await answerTo(inChunks(large.subarray(1), Buffer.from(' ')))).toBe(
      '413 the body may not be larger than 8388608 bytes',
    );
    expect(await answerTo(large.subarray(1))).toHaveLength(bodyLimitBytes);
  });

  it('is given up when its sender goes away', async () => {
    const sent = request({
      port: port(),
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 9 },
    });
    const failed = new Promise((resolve) => {
      sent.once('error', resolve);
    });
    const arrived = new Promise((resolve) => {
      server.once('request', resolve);
    });
    sent.write('{');
    await arrived;
    const outcome = lastOutcome;
    sent.destroy();
    await failed;

    expect(await outcome).toBe('400 the body ended too early');
  });
});
