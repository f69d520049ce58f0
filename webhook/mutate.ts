import jsonPatch from 'fast-json-patch';
import { withVisibleDefaults } from '../api/certificate/made-visible.ts';
import type { CertificateRequest } from '../api/certificate-request/certificate-request.ts';
import type { KubeObject } from '../api/resource.ts';
import type { AdmissionRequest, Verdict } from './admission-review.ts';
import { withIdentity } from './identity.ts';

export interface MutationSettings {
  /** Write the runtime defaults of the API into Certificates. Off beside an upstream controller. */
  readonly visibleDefaults: boolean;
}

type WithSpec = KubeObject & { readonly spec?: unknown };

function mutatedCertificate(object: WithSpec, before: WithSpec | undefined): WithSpec {
  if (object.spec === undefined || object.metadata.deletionTimestamp !== undefined) return object;
  return { ...object, spec: withVisibleDefaults(object.spec, before?.spec) };
}

function mutated(request: AdmissionRequest, object: WithSpec, settings: MutationSettings): WithSpec {
  if (request.resource.group !== 'cert-manager.io' || request.subResource !== '') return object;
  switch (request.resource.resource) {
    case 'certificaterequests':
      return request.operation === 'CREATE' && typeof object.spec === 'object' && object.spec !== null
        ? withIdentity(object as CertificateRequest, request.userInfo)
        : object;
    case 'certificates':
      return settings.visibleDefaults ? mutatedCertificate(object, request.oldObject) : object;
    default:
      return object;
  }
}

/**
 * What the mutating webhook makes of a request: absent map keys added to Certificates, the requester's identity stamped
 * into new CertificateRequests, everything else untouched. Never a denial: the object may still be refused by its schema.
 */
export function mutate(request: AdmissionRequest, settings: MutationSettings): Verdict {
  const { object, operation } = request;
  if (!object || (operation !== 'CREATE' && operation !== 'UPDATE')) return { allowed: true };
  return { allowed: true, patch: jsonPatch.compare(object, mutated(request, object, settings)) };
}
