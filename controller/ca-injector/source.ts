import { secretAnnotations } from '../../api/annotations.ts';
import type { Secret } from '../../api/secret.ts';
import { type BundledCertificate, isInDate, readCaBundle } from '../../pki/ca-bundle.ts';
import { type Asked, annotationOf } from './asked.ts';

/** What there is of what an object asks for. */
export interface Source {
  /** Of the Certificate that is named; `undefined` when there is none. */
  readonly secretName?: string;
  /** The Secret that is named, or the Certificate's. */
  readonly secret?: Secret | undefined;
  /** PEM: by what we know the API server ourselves. */
  readonly apiServerCa?: string | undefined;
}

/** Why there is no CA to be had. */
export interface Complaint {
  /** Names the annotation, what is wrong, and the remedy. */
  readonly message: string;
  /** It is so on the way to every first certificate, and not worth a word before it lasts. */
  readonly mayPass: boolean;
}

export type FoundCa =
  { readonly certificates: readonly BundledCertificate[] } | { readonly complaint: Complaint };

/** The CA that an object asks for, as far as it is there, may be handed out, and has not expired. */
export function caFrom(asked: Asked, source: Source, now: Date): FoundCa {
  const annotation = annotationOf(asked);
  switch (asked.from) {
    case 'nowhere':
      return complain(`${annotation}: "${asked.value}" is not understood: write it as <namespace>/<name>`);
    case 'apiServer':
      return fromApiServer(annotation, source, now);
    case 'secret':
      return fromSecret(asked, `${annotation} names Secret "${asked.namespace}/${asked.name}"`, source, now);
    case 'certificate':
      return fromCertificate(
        asked,
        `${annotation} names Certificate "${asked.namespace}/${asked.name}"`,
        source,
        now,
      );
    default:
      return asked satisfies never;
  }
}

type Named = Extract<Asked, { readonly namespace: string }>;

function fromApiServer(annotation: string, { apiServerCa = '' }: Source, now: Date): FoundCa {
  return (
    inDate(apiServerCa, now) ??
    complain(
      `${annotation} is set, but the controller knows the API server by no CA of its own: its kubeconfig has none`,
    )
  );
}

function fromSecret(_: Named, named: string, { secret }: Source, now: Date): FoundCa {
  if (secret === undefined)
    return mayPass(`${named}, which does not exist: create it, or correct the annotation`);
  const { allowDirectInjection } = secretAnnotations;
  if (secret.metadata.annotations?.[allowDirectInjection] !== 'true')
    return complain(
      `${named}, which does not allow it: annotate that Secret with ${allowDirectInjection}: "true"`,
    );
  return caIn(secret, `${named}, whose`, now);
}

function fromCertificate(asked: Named, named: string, { secretName, secret }: Source, now: Date): FoundCa {
  if (secretName === undefined)
    return mayPass(`${named}, which does not exist: create it, or correct the annotation`);
  const inSecret = `${named}, whose Secret "${asked.namespace}/${secretName}"`;
  if (secret === undefined)
    return mayPass(
      `${inSecret} does not exist yet: kubectl describe certificate -n ${asked.namespace} ${asked.name} says why`,
    );
  const owner = secret.metadata.annotations?.[secretAnnotations.certificateName];
  if (owner !== asked.name) return mayPass(`${inSecret} ${notIts(owner)}`);
  return caIn(secret, inSecret, now);
}

function notIts(owner: string | undefined): string {
  const annotated = `annotated ${secretAnnotations.certificateName}`;
  return owner === undefined
    ? `is not ${annotated}: nothing was issued into it yet`
    : `is ${annotated}: "${owner}": it holds the certificate of that one, so give each a secretName of its own`;
}

function caIn({ data }: Secret, where: string, now: Date): FoundCa {
  const ca = Buffer.from(data?.['ca.crt'] ?? '', 'base64');
  if (ca.length === 0)
    return mayPass(
      `${where} has no ca.crt: its issuer hands out none (ACME servers do not), so name a Secret that has one with cert-manager.io/inject-ca-from-secret`,
    );
  return (
    inDate(ca, now) ??
    complain(`${where} has a ca.crt without a certificate that can be read and has not expired`)
  );
}

function inDate(pem: string | Buffer, now: Date): FoundCa | undefined {
  const certificates = readCaBundle(pem).filter((one) => isInDate(one, now));
  return certificates.length === 0 ? undefined : { certificates };
}

function complain(message: string): FoundCa {
  return { complaint: { message, mayPass: false } };
}

function mayPass(message: string): FoundCa {
  return { complaint: { message, mayPass: true } };
}
