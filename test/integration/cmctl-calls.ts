import { request } from 'node:https';
import type { Condition } from '../../api/conditions.ts';
import { rfc3339 } from '../../api/conditions.ts';
import type { KubeObject } from '../../api/resource.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';

/** What the API server answered; an error is an answer too. */
export interface Answer<T> {
  readonly code: number;
  readonly body: T;
}

/** Somebody with a ServiceAccount's token who sends what cmctl v2.5.0 sends, with its headers. */
export interface Cmctl {
  get<T = KubeObject>(path: string): Promise<Answer<T>>;
  post<T = KubeObject>(path: string, body: object): Promise<Answer<T>>;
  put<T = KubeObject>(path: string, body: object): Promise<Answer<T>>;
}

export const group = '/apis/cert-manager.io/v1';
export const acmeGroup = '/apis/acme.cert-manager.io/v1';

/** @param serviceAccount `namespace/name` */
export async function cmctlAs(plane: ControlPlane, serviceAccount: string): Promise<Cmctl> {
  const [at = '', name = ''] = serviceAccount.split('/');
  const token = (await plane.kubectlOrThrow(['create', 'token', name, '-n', at])).trim();
  const send = <T>(method: string, path: string, body?: object) =>
    call<T>({ plane, token, method, path, body: body === undefined ? '' : `${JSON.stringify(body)}\n` });
  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
  };
}

interface Call {
  readonly plane: ControlPlane;
  readonly token: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

function call<T>({ plane, token, method, path, body }: Call): Promise<Answer<T>> {
  const headers = {
    accept: 'application/json, */*',
    authorization: `Bearer ${token}`,
    'user-agent': 'cmctl/v2.5.0 (linux/amd64) cert-manager/unknown',
    ...(body !== '' && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${plane.url}${path}`, { method, headers, ca: plane.caPem }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.once('end', () => resolve({ code: answer.statusCode ?? 0, body: JSON.parse(text) as T }));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/**
 * An object after it went through cert-manager's Go types: they do not know `status.observedGeneration`, always write a
 * status, and drop nothing else of what the API server answered.
 */
export function throughGoTypes<T extends KubeObject & { readonly status?: object }>(object: T): T {
  const { observedGeneration: _unknown, ...status } = (object.status ?? {}) as Record<string, unknown>;
  return { ...object, status };
}

/** The condition is replaced where it stands, or added at the end; its time is that of the call. */
export function withGoCondition<T extends KubeObject & { readonly status?: object }>(
  object: T,
  condition: Omit<Condition, 'lastTransitionTime'>,
): T {
  const { conditions = [] } = (object.status ?? {}) as { readonly conditions?: readonly Condition[] };
  const others = conditions.filter(({ type }) => type !== condition.type);
  const added = { ...condition, lastTransitionTime: rfc3339(new Date()) };
  return { ...object, status: { ...object.status, conditions: [...others, added] } };
}

/** A CertificateRequest as `check api` and `create certificaterequest` post it: Go's member order, no owner. */
export function requestObject(metadata: object, spec: object): object {
  return { kind: 'CertificateRequest', apiVersion: 'cert-manager.io/v1', metadata, spec, status: {} };
}
