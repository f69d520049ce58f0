import type { CertificateRequest } from '../api/certificate-request/certificate-request.ts';
import { type Condition, findCondition } from '../api/conditions.ts';
import { effectiveIssuerRef } from '../api/certificate/defaults.ts';
import type { KubeObject } from '../api/resource.ts';
import type { Violation } from '../api/rule.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Cluster } from '../runtime/cluster.ts';
import type { AdmissionRequest, UserInfo } from './admission-review.ts';
import { createSignerLookup, type SignerResource } from './signers.ts';

/** How long the answer to one access question is believed. */
const accessSeconds = 1;
const rememberedQuestions = 1000;

/** As much of the API server as is asked. */
type Caller = Pick<Cluster, 'request'>;

interface AccessReview {
  readonly status?: { readonly allowed?: boolean; readonly denied?: boolean };
}

/** What of them can be read: the schema refuses the others, and is asked at the same time. */
function conditionsOf(object: KubeObject | undefined): readonly Condition[] {
  const conditions: unknown = (object as CertificateRequest | undefined)?.status?.conditions;
  if (!Array.isArray(conditions)) return [];
  return conditions.filter((one: unknown): one is Condition => typeof one === 'object' && one !== null);
}

/** Whether an update decides about a request that was undecided. */
export function decidesApproval({
  resource,
  subResource,
  operation,
  object,
  oldObject,
}: AdmissionRequest): boolean {
  if (resource.group !== 'cert-manager.io' || resource.resource !== 'certificaterequests') return false;
  if (operation !== 'UPDATE' || subResource !== 'status') return false;
  return ['Approved', 'Denied'].some(
    (type) =>
      findCondition(conditionsOf(object), type) !== undefined &&
      findCondition(conditionsOf(oldObject), type) === undefined,
  );
}

/** The names under which permission may have been given, the widest first (`resourceNames` of RBAC rules). */
export function signerNames(
  signer: SignerResource,
  group: string,
  name: string,
  namespace: string,
): readonly string[] {
  const resource = `${signer.plural}.${group}`;
  return [`${resource}/*`, signer.namespaced ? `${resource}/${namespace}.${name}` : `${resource}/${name}`];
}

function accessReview(user: UserInfo, name: string): object {
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user: user.username ?? '',
      uid: user.uid ?? '',
      groups: user.groups ?? [],
      extra: user.extra ?? {},
      resourceAttributes: {
        verb: 'approve',
        group: 'cert-manager.io',
        version: '*',
        resource: 'signers',
        name,
      },
    },
  };
}

/** Asks the API server whether a user may approve; an answer that does not come is a no. */
function createAccess(cluster: Caller, clock: Clock): (user: UserInfo, name: string) => Promise<boolean> {
  const answers = new Map<string, { readonly allowed: boolean; readonly until: number }>();
  return async (user, name) => {
    const now = clock.now().getTime();
    const body = accessReview(user, name);
    const key = JSON.stringify(body);
    const known = answers.get(key);
    if (known && known.until > now) return known.allowed;
    let allowed = false;
    try {
      const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
      const { status } = await cluster.request<AccessReview>('POST', path, { body, timeoutSeconds: 4 });
      allowed = status?.allowed === true && status.denied !== true;
    } catch {
      return false;
    }
    if (answers.size >= rememberedQuestions) answers.clear();
    answers.set(key, { allowed, until: now + accessSeconds * 1000 });
    return allowed;
  };
}

/**
 * Approving or denying a CertificateRequest needs the verb `approve` on the signer it names (cluster-wide resource
 * `signers` of `cert-manager.io`). A condition that is there already is the business of the rules.
 *
 * @returns a function that gives the violations of one request
 */
export function createApprovalCheck(
  cluster: Caller,
  clock: Clock,
): (request: AdmissionRequest) => Promise<readonly Violation[]> {
  const lookup = createSignerLookup(cluster, clock);
  const mayApprove = createAccess(cluster, clock);
  return async (request) => {
    if (!decidesApproval(request)) return [];
    const { spec } = request.object as Partial<CertificateRequest>;
    const { name, kind, group } = effectiveIssuerRef(spec?.issuerRef ?? { name: '' });
    const signer = await lookup(kind, group);
    if (!signer) {
      const detail = `referenced signer resource does not exist: the cluster serves no ${kind} in ${group}`;
      return [{ field: 'spec.issuerRef', kind: 'Forbidden', detail }];
    }
    for (const candidate of signerNames(signer, group, name, request.namespace)) {
      if (await mayApprove(request.userInfo, candidate)) return [];
    }
    const detail = `user "${request.userInfo.username ?? ''}" does not have permissions to set approved/denied conditions for issuer ${kind}.${group}/${name}; grant the verb "approve" on signers.cert-manager.io`;
    return [{ field: 'status.conditions', kind: 'Forbidden', detail }];
  };
}
