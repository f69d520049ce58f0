import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Changing } from '../runtime/changing.ts';
import { clientCaOf } from '../runtime/client-ca.ts';
import { attributesOf } from './attributes.ts';
import type { Authenticate } from './authenticate.ts';
import type { Authorize } from './authorize.ts';
import type { Identity } from './identity.ts';
import type { Peer } from './peer.ts';
import { isCredential, type RequestHeaderConfig } from './request-header.ts';
import type { Target } from './target.ts';

/** Lets a request in or refuses it. @throws {Refusal} 401, 403 or 500. @returns who is asking */
export type Gate = (request: IncomingMessage, target: Target, url: URL) => Promise<Identity>;

export interface GateOptions {
  readonly authenticate: Authenticate;
  readonly authorize: Authorize;
  readonly frontProxy: Changing<RequestHeaderConfig>;
}

/** Authentication, then authorisation; what proved who was asking is gone afterwards. */
export function createGate({ authenticate, authorize, frontProxy }: GateOptions): Gate {
  return async (request, target, url) => {
    const identity = await authenticate({ peer: peerOf(request), headers: request.headersDistinct });
    for (const name of Object.keys(request.headers)) {
      if (isCredential(name, frontProxy.current())) delete request.headers[name];
    }
    const watch = ['1', 'true'].includes(url.searchParams.get('watch') ?? '');
    const line = { method: request.method ?? 'GET', path: url.pathname, watch };
    await authorize(identity, attributesOf(target, line));
    return identity;
  };
}

function peerOf({ socket }: IncomingMessage): Peer | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  return { verified: socket.authorized, certificate, verifiedBy: clientCaOf(socket) };
}
