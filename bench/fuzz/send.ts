import { Agent, request as ask } from 'node:https';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import type { FuzzRequest } from './requests.ts';
import type { FuzzAnswer } from './verdict.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 16, rejectUnauthorized: false });
const timeoutMs = 30_000;
const host = '127.0.0.1';

/** How long bytes that are no HTTP get, before the sender hangs up. */
const rawMs = 50;

function pieces(body: Buffer): readonly Buffer[] {
  const size = Math.ceil(body.length / 3) || 1;
  return [0, 1, 2].map((index) => body.subarray(index * size, (index + 1) * size));
}

/** @returns `undefined` when there was no answer */
export function send(port: number, request: FuzzRequest): Promise<FuzzAnswer | undefined> {
  return request.raw === undefined ? sendHttp(port, request) : sendRaw(port, request.raw);
}

function sendHttp(port: number, request: FuzzRequest): Promise<FuzzAnswer | undefined> {
  const { method, path, headers, chunked = false, cutAfter } = request;
  const body = Buffer.from(request.body);
  const length = chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) };
  const options = { host, port, servername: 'localhost', agent, method, path, timeout: timeoutMs };
  return new Promise((resolve) => {
    const sent = ask({ ...options, headers: { ...headers, ...length } }, (response) => {
      const { statusCode: code = 0, headers: told } = response;
      text(response).then(
        (answer) => resolve({ code, contentType: told['content-type'] ?? '', body: answer }),
        () => resolve(undefined),
      );
    });
    sent.once('error', () => resolve(undefined));
    sent.once('timeout', () => sent.destroy());
    if (cutAfter !== undefined && cutAfter < body.length) {
      sent.write(body.subarray(0, cutAfter), () => sent.destroy());
    } else {
      for (const piece of chunked ? pieces(body) : [body]) sent.write(piece);
      sent.end();
    }
  });
}

/** What comes back does not matter, as long as nothing breaks. */
function sendRaw(port: number, bytes: Buffer): Promise<undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false }, () => {
      socket.write(bytes);
      setTimeout(() => socket.destroy(), rawMs);
    });
    socket.on('data', () => undefined);
    socket.once('error', () => socket.destroy());
    socket.once('close', () => resolve(undefined));
  });
}
