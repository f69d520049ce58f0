import type { ServerResponse } from 'node:http';
import { Refusal } from './status.ts';

/** Sends JSON as kube-apiserver does: no charset, and not to be kept by anybody on the way. */
export function sendJson(response: ServerResponse, code: number, body: object): void {
  sendText(response, code, JSON.stringify(body), 'application/json');
}

export function sendText(
  response: ServerResponse,
  code: number,
  text: string,
  contentType = 'text/plain; charset=utf-8',
): void {
  if (response.headersSent) return;
  response.statusCode = code;
  response.setHeader('Content-Type', contentType);
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-cache, private');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.end(text);
}

/** Refusals after which the connection is of no use: its certificate does not hold, or a body is still coming in. */
const closing = [401, 413, 504];

export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  if (!response.headersSent && closing.includes(refusal.code)) response.setHeader('Connection', 'close');
  sendJson(response, refusal.code, refusal.body);
}

/** Anything thrown as a refusal; what is not one is a bug and says nothing to the caller. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal('InternalError', 'the DNS01 solver broke; its log says where', undefined, error);
}
