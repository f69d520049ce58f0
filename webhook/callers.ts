import type { RequestListener } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Log } from '../runtime/log.ts';

/** What is known of the client certificate of a connection. */
export interface CallerFacts {
  /** Whether one of our CAs vouches for it. */
  readonly authorized: boolean;
  readonly commonName?: string;
}

/**
 * @param names that may call; empty: everyone whom a CA vouches for
 * @returns what is wrong with a caller, or `undefined`
 */
export function complaintAbout(
  { authorized, commonName }: CallerFacts,
  names: readonly string[],
): string | undefined {
  if (!authorized) return 'callers need a client certificate of a CA in --client-ca-path';
  if (names.length === 0 || (commonName !== undefined && names.includes(commonName))) return undefined;
  return `client certificates for ${JSON.stringify(commonName ?? '')} are not among --client-subject-names`;
}

function factsOf(socket: TLSSocket): CallerFacts {
  const { subject } = socket.getPeerCertificate();
  const commonName: unknown = subject?.CN; // a list where there are several
  return { authorized: socket.authorized, ...(typeof commonName === 'string' && { commonName }) };
}

/** Answers callers that may call; the others get 403 and are told why, as the API server tells whoever wrote. */
export function onlyFor(names: readonly string[], serve: RequestListener, log: Log): RequestListener {
  return (request, response) => {
    const complaint = complaintAbout(factsOf(request.socket as TLSSocket), names);
    if (complaint === undefined) return serve(request, response);
    log.warn({ complaint }, 'Turned a caller away');
    response.writeHead(403, { 'Content-Type': 'text/plain', Connection: 'close' }).end(`${complaint}\n`);
  };
}
