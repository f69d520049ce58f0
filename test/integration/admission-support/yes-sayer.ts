import { createServer, type Server } from 'node:https';
import { text } from 'node:stream/consumers';

interface AdmissionReview {
  readonly request: {
    readonly uid: string;
    readonly operation: string;
    readonly resource: { readonly resource: string };
    readonly subResource?: string;
  };
}

/** An admission webhook: says yes to everything, and remembers what it was asked: `/validate CREATE certificates`. */
export function startYesSayer(tls: { cert: string; key: string }, asked: string[]): Server {
  const answer = (url: string, body: string) => {
    const { uid, operation, resource, subResource } = (JSON.parse(body) as AdmissionReview).request;
    const what = subResource ? `${resource.resource}/${subResource}` : resource.resource;
    asked.push(`${url.split('?')[0]} ${operation} ${what}`);
    const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview' };
    return JSON.stringify({ ...review, response: { uid, allowed: true } });
  };
  return createServer(tls, (request, response) => {
    response.setHeader('Content-Type', 'application/json');
    void text(request).then((body) => response.end(answer(request.url ?? '', body)));
  });
}
