import type { IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';

export interface DirectOptions extends Pick<RequestOptions, 'cert' | 'key' | 'ca' | 'agent'> {
  readonly method?: string;
  /** A list is sent as one header line each. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

export interface Answer {
  readonly code: number;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** Calls a solver without the API server in between. */
export function direct(
  port: number,
  path: string,
  options: DirectOptions = {},
  body?: string,
): Promise<Answer> {
  const { headers, ...others } = options;
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      {
        host: '127.0.0.1',
        port,
        path,
        rejectUnauthorized: false, // it is the server that is tested for whom it trusts
        ...others,
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        const { statusCode: code = 0, headers: answered } = response;
        text(response).then((answer) => resolve({ code, body: answer, headers: answered }), reject);
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}
