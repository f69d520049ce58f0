import type { Clock } from '../runtime/clock.ts';
import type { Cluster } from '../runtime/cluster.ts';
import { type Attributes, detailsOf, forbiddenMessage, isAlwaysAllowed } from './attributes.ts';
import type { Identity } from './identity.ts';
import { createRemembered } from './remembered.ts';
import { Refusal } from './status.ts';

/** `authorization.k8s.io/v1` SubjectAccessReview, as it is answered. */
interface SubjectAccessReview {
  readonly status?: { readonly allowed?: boolean; readonly denied?: boolean };
}

/** @throws {Refusal} 403 when it is not allowed, 500 when nobody could be asked */
export type Authorize = (identity: Identity, attributes: Attributes) => Promise<void>;

const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

/** Asks the API server whether somebody may do something. No answer is a no. */
export function createAuthorize(cluster: Cluster, clock: Clock): Authorize {
  const remembered = createRemembered<boolean>(clock, 10);

  async function review(spec: object): Promise<boolean> {
    const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
    const { status } = await cluster.request<SubjectAccessReview>('POST', path, { body, timeoutSeconds: 10 });
    return status?.allowed === true && status.denied !== true;
  }

  return async (identity, attributes) => {
    if (isAlwaysAllowed(attributes, identity)) return;
    const spec = reviewSpec(identity, attributes);
    const allowed = await remembered(JSON.stringify(spec), () => review(spec)).catch((error: unknown) => {
      const message = 'the API server could not be asked whether the request is allowed';
      throw new Refusal('InternalError', message, undefined, error);
    });
    if (!allowed)
      throw new Refusal('Forbidden', forbiddenMessage(attributes, identity), detailsOf(attributes));
  };
}

/** `spec` of the review. The key is `groups`; Go's documentation shows the one of v1beta1. */
export function reviewSpec({ username, uid, groups, extra }: Identity, attributes: Attributes): object {
  return {
    user: username,
    ...(uid !== undefined && { uid }),
    groups,
    extra,
    ...('path' in attributes ? { nonResourceAttributes: attributes } : { resourceAttributes: attributes }),
  };
}
