import type { IncomingMessage } from 'node:http';

/** An AdmissionReview carries the object twice, and a request to the API server may be 3 MiB. */
export const bodyLimitBytes = 8 * 1024 * 1024;

/** A body that is not read, with the status of the answer. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused';
  readonly status: 400 | 413 | 415;

  constructor(status: BodyRefused['status'], message: string) {
    super(message);
    this.status = status;
  }
}

const json = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i;

/** Why a body is not to be read at all, as its headers have it. */
function refusalOf({ headers }: IncomingMessage): BodyRefused | undefined {
  if (!json.test(headers['content-type'] ?? ''))
    return new BodyRefused(415, 'the Content-Type must be application/json, in UTF-8');
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    return new BodyRefused(415, 'the body may not be compressed');
  return Number(headers['content-length'] ?? 0) > bodyLimitBytes ? tooLarge() : undefined;
}

function tooLarge(): BodyRefused {
  return new BodyRefused(413, `the body may not be larger than ${bodyLimitBytes} bytes`);
}

/**
 * The body of a request, which has to say that it is JSON. What is left of a body that is refused is read and dropped,
 * so that its sender gets to see the answer.
 *
 * @throws {BodyRefused}
 */
export function readBody(request: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const refused = refusalOf(request);
  if (refused !== undefined) {
    request.resume();
    reject(refused);
    return promise;
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  request.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > bodyLimitBytes) {
      parts.length = 0;
      reject(tooLarge());
    } else parts.push(part);
  });
  request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
  request.on('error', () => reject(new BodyRefused(400, 'the body ended too early')));
  return promise;
}
