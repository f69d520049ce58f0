import { request } from 'node:https';

/** Whom to trust, and who to be; all PEM. */
export interface TlsOptions {
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
}

/** As {@link ask}, a GET. */
export function getHttps(url: string, tls: TlsOptions): Promise<string> {
  return ask('GET', url, tls);
}

/** As {@link ask}, a POST of JSON. */
export function postHttps(url: string, body: object, tls: TlsOptions): Promise<string> {
  return ask('POST', url, tls, JSON.stringify(body));
}

/**
 * One request over a connection of its own, which leaves nothing behind when the server is killed.
 *
 * @returns the body of an answer 200; anything else is an error
 */
function ask(method: string, url: string, tls: TlsOptions, body?: string): Promise<string> {
  const headers = { 'User-Agent': 'certloom-test' }; // RFC 8555 section 6.1: ACME servers answer 400 without one
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...tls, method, headers, agent: false, timeout: 5000 }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(parts).toString());
        else reject(new Error(`${url} answered ${response.statusCode}`));
      });
    });
    sent.once('timeout', () => sent.destroy(new Error(`${url} did not answer within 5 s`)));
    sent.once('error', reject);
    sent.end(body);
  });
}
