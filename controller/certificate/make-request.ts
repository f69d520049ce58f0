import type { KeyObject } from 'node:crypto';

import { requestAnnotations } from '../../api/annotations.ts';
import type { CertificateRequest } from '../../api/certificate-request/certificate-request.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { statedDuration } from '../../api/certificate/lifetimes.ts';
import { formatDuration } from '../../api/duration.ts';
import { TransientFailure } from '../../api/failure.ts';
import { certificateRequests } from '../../api/kinds.ts';
import { type CsrGates, createCsr, csrWantedFrom } from '../../pki/csr.ts';
import { trimObject } from '../../runtime/trim.ts';
import { createOwned } from '../create-owned.ts';
import { explained } from '../explained.ts';
import { copiedAnnotations, passedOnLabels } from '../passed-on.ts';
import type { FeatureGates } from '../settings.ts';
import type { ControllerTools } from '../wiring.ts';
import { requestName } from './names.ts';
import { ownerReference } from './target-secret.ts';
import { tell } from './tell.ts';

const requestManager = 'cert-manager-certificates-request-manager';

export interface RequestToMake {
  readonly certificate: Certificate;
  readonly revision: number;
  readonly key: KeyObject;
  /** Of the Secret the key is in, or would be in. */
  readonly keyName: string;
}

/**
 * Creates the request of a revision; one that is there already is taken as it is, and judged at the next look.
 *
 * @throws {TerminalFailure} `InvalidSpec` when the spec cannot be put into a signing request
 * @throws {TransientFailure} `RequestFailed`
 */
export async function makeRequest(tools: ControllerTools, wanted: RequestToMake): Promise<void> {
  const { certificate } = wanted;
  const csr = await createCsr(csrWantedFrom(certificate.spec, csrGates(tools.settings.gates)), wanted.key);
  const request = requestObject(wanted, csr, tools);
  const stored = await create(tools, certificate, request);
  tools.stores.requests.take(trimObject(stored));
}

export function csrGates(gates: FeatureGates): CsrGates {
  return {
    literalSubject: gates.LiteralCertificateSubject,
    otherNames: gates.OtherNames,
    nameConstraints: gates.NameConstraints,
    basicConstraints: gates.UseCertificateRequestBasicConstraints,
  };
}

async function create(
  tools: ControllerTools,
  certificate: Certificate,
  request: CertificateRequest,
): Promise<CertificateRequest> {
  const { name = '', namespace = '' } = request.metadata;
  try {
    const stored = await explained('RequestFailed', 'Failed to create CertificateRequest', () =>
      createOwned(
        tools.cluster,
        { resource: certificateRequests, object: request, owner: certificate, ownerKind: 'Certificate' },
        { fieldManager: requestManager },
      ),
    );
    const message = `Created new CertificateRequest resource "${name}"`;
    tell(tools, certificate, { type: 'Normal', reason: 'Requested', message });
    tools.log.info(
      { certificate: `${namespace}/${certificate.metadata.name}`, request: name },
      'request created',
    );
    return stored;
  } catch (error) {
    if (error instanceof TransientFailure && error.reason === 'RequestFailed') {
      tell(tools, certificate, { type: 'Warning', reason: error.reason, message: error.message });
    }
    throw error;
  }
}

function requestObject(
  { certificate, revision, keyName }: RequestToMake,
  csr: string,
  { settings, identity }: Pick<ControllerTools, 'settings' | 'identity'>,
): CertificateRequest {
  const { metadata, spec } = certificate;
  const labels = passedOnLabels(metadata.labels);
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'CertificateRequest',
    metadata: {
      name: requestName(certificate, revision),
      namespace: metadata.namespace ?? '',
      ...(labels === undefined ? {} : { labels }),
      annotations: {
        ...copiedAnnotations(metadata.annotations, settings.copiedAnnotationPrefixes),
        [requestAnnotations.certificateRevision]: `${revision}`,
        [requestAnnotations.privateKeySecretName]: keyName,
        [requestAnnotations.certificateName]: metadata.name ?? '',
      },
      ownerReferences: [ownerReference(certificate)],
    },
    spec: {
      request: Buffer.from(csr).toString('base64'),
      issuerRef: spec.issuerRef,
      ...(spec.duration === undefined ? {} : { duration: canonical(spec.duration) }),
      ...(spec.isCA === undefined ? {} : { isCA: spec.isCA }),
      ...(spec.usages === undefined ? {} : { usages: spec.usages }),
      ...identity,
    },
  };
}

/** Durations are written as Go writes them; a text that is none is the issuer's to refuse. */
function canonical(duration: string): string {
  const stated = statedDuration(duration);
  return stated === undefined ? duration : formatDuration(stated);
}
