import { request } from 'node:https';

/** Whom to trust, and who to be; all PEM. */
export interface TlsOptions {
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
}

/**
 * One GET over a connection of its own, which leaves nothing behind when the server is killed.
 *
 * @returns the body of an answer 200; anything else is an error
 */
export function getHttps(url: string, tls: TlsOptions): Promise<string> {
  const headers = { 'User-Agent': 'certloom-test' }; // RFC 8555 section 6.1: ACME servers answer 400 without one
  return new Promise((resolve, reject) => {
    const ask = request(url, { ...tls, headers, agent: false, timeout: 5000 }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(parts).toString());
        else reject(new Error(`${url} answered ${response.statusCode}`));
      });
    });
    ask.once('timeout', () => ask.destroy(new Error(`${url} did not answer within 5 s`)));
    ask.once('error', reject);
    ask.end();
  });
}
