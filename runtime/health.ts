import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** @returns why it is not well; `undefined` when it is */
export type Check = () => string | undefined | Promise<string | undefined>;

/** Named checks behind `/livez`, `/readyz` and `/healthz`. */
export interface Health {
  /** A check whose failing means: restart the process. */
  addLive(name: string, check: Check): void;
  /** A check whose failing means: send no requests (`/readyz` and `/healthz`). */
  addReady(name: string, check: Check): void;
  /** From now on not ready. */
  shuttingDown(): void;
  /**
   * Answers `/livez`, `/readyz`, `/healthz`, `/<any of them>/<check>`, `?verbose` and `?exclude=<check>`, as Kubernetes'
   * own servers do; 404 for the rest.
   */
  readonly handler: RequestListener;
}

interface Verdict {
  readonly name: string;
  readonly problem: string | undefined;
}

/** A check that does not answer has failed. */
const checkTimeoutMs = 5_000;

export function createHealth(): Health {
  const live = new Map<string, Check>([['ping', () => undefined]]);
  const ready = new Map<string, Check>([['ping', () => undefined]]);
  let stopping = false;
  ready.set('shutdown', () => (stopping ? 'the process is shutting down' : undefined));
  const endpoints = new Map([
    ['livez', live],
    ['readyz', ready],
    ['healthz', ready],
  ]);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const [, endpoint = '', name, ...rest] = path.replace(/(?<=.)\/$/, '').split('/');
    const params = new URLSearchParams(query);
    const checks = rest.length === 0 ? endpoints.get(endpoint) : undefined;
    const wanted = checks && selected(checks, name, new Set(params.getAll('exclude')));
    if (wanted === undefined) send(response, 404, '404 page not found\n');
    else {
      const verdicts = await Promise.all(wanted.map(([check, run]) => judge(check, run)));
      tell(response, name === undefined ? endpoint : `${endpoint}/${name}`, verdicts, params.has('verbose'));
    }
  }

  return {
    addLive: (name, check) => void live.set(name, check),
    addReady: (name, check) => void ready.set(name, check),
    shuttingDown() {
      stopping = true;
    },
    handler: (request, response) => void answer(request, response),
  };
}

/** @returns `undefined` when there is no check of that name */
function selected(
  checks: ReadonlyMap<string, Check>,
  name: string | undefined,
  excluded: ReadonlySet<string>,
): readonly (readonly [string, Check])[] | undefined {
  if (name === undefined) return [...checks].filter(([check]) => !excluded.has(check));
  const check = checks.get(name);
  return check && [[name, check]];
}

function tell(response: ServerResponse, what: string, verdicts: readonly Verdict[], verbose: boolean): void {
  const isWell = verdicts.every(({ problem }) => problem === undefined);
  const lines = verdicts.map(({ name, problem }) =>
    problem === undefined ? `[+]${name} ok` : `[-]${name} failed: ${problem}`,
  );
  const text = [...lines, `${what} check ${isWell ? 'passed' : 'failed'}`, ''].join('\n');
  send(response, isWell ? 200 : 500, isWell && !verbose ? 'ok' : text);
}

async function judge(name: string, check: Check): Promise<Verdict> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve('no answer'), checkTimeoutMs);
  try {
    return { name, problem: await Promise.race([check(), late.promise]) };
  } catch {
    // whoever wants to know why looks in the log: probes are open to everybody
    return { name, problem: 'reason withheld' };
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache, no-store',
  });
  response.end(text);
}
