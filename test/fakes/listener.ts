import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Fault } from './faults.ts';

export interface ListenerOptions {
  /** HTTPS with it. */
  readonly tls?: { readonly certificatePem: string; readonly keyPem: string };
  /** Of 127.0.0.1; any free one when left out. */
  readonly port?: number;
}

export interface Listener {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A request with its body. */
export interface Received {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
}

/** What is answered. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is; anything else as JSON. */
  readonly body: unknown;
  /** What comes of it on the wire, whatever the answer was to be. */
  readonly fault?: Fault | undefined;
}

const largestBody = 1024 * 1024;

/** An HTTP server on loopback. */
export async function startListener(
  options: ListenerOptions,
  handle: (received: Received) => Promise<Answer>,
): Promise<Listener> {
  const server = createListener(options, (request, response) => {
    void receive(request)
      .then(handle)
      .then((answer) => send(request, response, answer));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${String(port)}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createListener({ tls }: ListenerOptions, listener: RequestListener): Server {
  return tls
    ? createTlsServer({ cert: tls.certificatePem, key: tls.keyPem }, listener)
    : createServer(listener);
}

async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://fake.invalid');
  return { request, url, body: Buffer.concat(chunks).subarray(0, largestBody) };
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status = 200, headers = {}, body, fault } = answer;
  if (fault && 'drop' in fault) {
    request.socket.destroy();
  } else if (fault && 'httpStatus' in fault) {
    response.writeHead(fault.httpStatus).end('the gateway has no words for this');
  } else {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'text/plain' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers }).end(text);
  }
}

/** Headers with one value each. */
export function headersOf({ request }: Received): Readonly<Record<string, string | undefined>> {
  return request.headers as Readonly<Record<string, string | undefined>>;
}
