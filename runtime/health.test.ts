import { afterEach, describe, expect, it } from 'vitest';
import { createChanging } from './changing.ts';
import { createHealth, type Health } from './health.ts';
import { silentLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { startMetricsServer } from './metrics-server.ts';
import { type HttpServer, startHttp } from './serve.ts';
import type { ServingCertificate } from './serving-certificate.ts';

let server: HttpServer | undefined;

afterEach(() => server?.close(0));

async function asking(health: Health): Promise<(path: string) => Promise<{ status: number; text: string }>> {
  server = await startHttp({ handler: health.handler, port: 0, host: '127.0.0.1', log: silentLog });
  const { port } = server;
  return async (path) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, text: await response.text() };
  };
}

describe('a healthy process', () => {
  it('answers ok on every endpoint', async () => {
    const ask = await asking(createHealth());

    expect(await ask('/livez')).toEqual({ status: 200, text: 'ok' });
    expect(await ask('/readyz')).toEqual({ status: 200, text: 'ok' });
    expect(await ask('/healthz/')).toEqual({ status: 200, text: 'ok' });
  });

  it('names its checks when asked for more words', async () => {
    const ask = await asking(createHealth());

    expect((await ask('/livez?verbose')).text).toBe('[+]ping ok\nlivez check passed\n');
  });

  it('knows nothing of other paths', async () => {
    const ask = await asking(createHealth());

    for (const path of ['/', '//', '/livez/unknown', '/livez/ping/more', '/debug']) {
      expect((await ask(path)).status).toBe(404);
    }
  });
});

describe('a process with a check that fails', () => {
  function withoutCertificate(): Health {
    const health = createHealth();
    health.addReady('certificate', () => 'there is no serving certificate yet');
    return health;
  }

  it('is not ready, says why, and still lives', async () => {
    const ask = await asking(withoutCertificate());

    expect(await ask('/readyz')).toEqual({
      status: 500,
      text: '[+]ping ok\n[+]shutdown ok\n[-]certificate failed: there is no serving certificate yet\nreadyz check failed\n',
    });
    expect((await ask('/livez')).status).toBe(200);
  });

  it('is ready when that check is left out, or another one alone is asked for', async () => {
    const ask = await asking(withoutCertificate());

    expect((await ask('/readyz?exclude=certificate')).status).toBe(200);
    expect((await ask('/readyz/ping')).status).toBe(200);
    expect((await ask('/readyz/certificate')).status).toBe(500);
  });

  it('keeps to itself what a broken check threw', async () => {
    const health = createHealth();
    health.addLive('broken', () => Promise.reject(new Error('the password is hunter2')));
    const ask = await asking(health);

    expect((await ask('/livez')).text).toContain('[-]broken failed: reason withheld');
  });
});

describe('a process that shuts down', () => {
  it('is not ready any more, before anything else happens', async () => {
    const health = createHealth();
    const ask = await asking(health);
    health.shuttingDown();

    expect((await ask('/readyz')).status).toBe(500);
    expect((await ask('/livez')).status).toBe(200);
  });
});

describe('a process with an address for metrics', () => {
  it('shows them there, and nothing else', async () => {
    const certificateFrom = () => createChanging<ServingCertificate>();
    const tools = { metrics: createMetrics(), log: silentLog, certificateFrom };
    server = await startMetricsServer({ address: { host: '127.0.0.1', port: 0 } }, tools);
    const base = `http://127.0.0.1:${server?.port}`;

    expect(await (await fetch(`${base}/metrics`)).text()).toContain('certmanager_clock_time_seconds_gauge');
    expect((await fetch(`${base}/`)).status).toBe(404);
  });
});
