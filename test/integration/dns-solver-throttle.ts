import {
  Agent,
  createServer,
  request as forward,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A gateway in front of DNSPod that turns some calls away before they arrive. */
export interface Throttle {
  readonly url: string;
  stop(): Promise<void>;
}

const tooMany = JSON.stringify({
  Response: {
    Error: { Code: 'RequestLimitExceeded', Message: 'The maximum number of requests has been exceeded.' },
    RequestId: 'c2b1a0d9-0000-4000-8000-000000000001',
  },
});

/**
 * @param target everything else is handed on to it as it came, signature and all
 * @param share of the calls that are turned away, from 0 to 1, evenly spread
 */
export async function startThrottle(target: string, share: number): Promise<Throttle> {
  const agent = new Agent({ keepAlive: true });
  let debt = 0;
  const server = createServer((call, response) => {
    debt += share;
    if (debt < 1) return handOn({ target, agent }, call, response);
    debt -= 1;
    call.resume();
    response.setHeader('content-type', 'application/json').end(tooMany);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function handOn(
  { target, agent }: { readonly target: string; readonly agent: Agent },
  call: IncomingMessage,
  response: ServerResponse,
): void {
  const { method, url, headers } = call;
  const onward = forward(`${target}${url ?? ''}`, { method: method ?? 'GET', headers, agent }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.once('error', () => response.destroy());
  call.pipe(onward);
}
