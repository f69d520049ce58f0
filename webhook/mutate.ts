import jsonPatch from 'fast-json-patch';
import {
  type OrganisationDefaults,
  withOrganisationDefaults,
} from '../api/certificate/organisation-defaults.ts';
import { withVisibleDefaults } from '../api/certificate/made-visible.ts';
import type { CertificateRequest } from '../api/certificate-request/certificate-request.ts';
import type { KubeObject } from '../api/resource.ts';
import type { AdmissionRequest, Verdict } from './admission-review.ts';
import { type DefaultSettings, noDefaults } from './config.ts';
import { withIdentity } from './identity.ts';

export interface MutationSettings {
  /** Write the runtime defaults of the API into Certificates. Off beside an upstream controller. */
  readonly visibleDefaults: boolean;
  /** What an organisation wants where authors say nothing. */
  readonly organisation?: DefaultSettings;
}

type WithSpec = KubeObject & { readonly spec?: unknown };

/** What is asked for by a webhook of its own: the defaults of that name and nothing else. */
type Profile = OrganisationDefaults | undefined;

function mutatedCertificate(
  object: WithSpec,
  before: WithSpec | undefined,
  { visibleDefaults, organisation = noDefaults }: MutationSettings,
  profile: Profile,
): WithSpec {
  if (object.spec === undefined || object.metadata.deletionTimestamp !== undefined) return object;
  const wanted = withOrganisationDefaults(object.spec, profile ?? organisation.everywhere, before?.spec);
  const spec = profile || !visibleDefaults ? wanted : withVisibleDefaults(wanted, before?.spec);
  return { ...object, spec };
}

function mutated(
  request: AdmissionRequest,
  object: WithSpec,
  settings: MutationSettings,
  profile: Profile,
): WithSpec {
  if (request.resource.group !== 'cert-manager.io' || request.subResource !== '') return object;
  switch (request.resource.resource) {
    case 'certificaterequests':
      return !profile &&
        request.operation === 'CREATE' &&
        typeof object.spec === 'object' &&
        object.spec !== null
        ? withIdentity(object as CertificateRequest, request.userInfo)
        : object;
    case 'certificates':
      return mutatedCertificate(object, request.oldObject, settings, profile);
    default:
      return object;
  }
}

/**
 * What the mutating webhook makes of a request: absent map keys added to Certificates, the requester's identity stamped
 * into new CertificateRequests, everything else untouched. Never a denial: the object may still be refused by its schema.
 *
 * @param profile defaults that come before those for every Certificate
 */
export function mutate(request: AdmissionRequest, settings: MutationSettings, profile?: Profile): Verdict {
  const { object, operation } = request;
  if (!object || (operation !== 'CREATE' && operation !== 'UPDATE')) return { allowed: true };
  return { allowed: true, patch: jsonPatch.compare(object, mutated(request, object, settings, profile)) };
}
