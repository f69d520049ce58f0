import type { KubeObject } from '../api/resource.ts';

/** Who makes the request (`authentication.k8s.io/v1 UserInfo`). */
export interface UserInfo {
  readonly username?: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

interface GroupVersionResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

/** `request` of an `admission.k8s.io/v1 AdmissionReview`; only what is looked at. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly resource: GroupVersionResource;
  readonly subResource: string;
  readonly name: string;
  readonly namespace: string;
  readonly operation: string;
  readonly userInfo: UserInfo;
  /** Absent on DELETE. */
  readonly object?: KubeObject;
  /** Absent on CREATE. */
  readonly oldObject?: KubeObject;
  readonly dryRun: boolean;
}

/** What a review comes to. */
export interface Verdict {
  readonly allowed: boolean;
  /** Why not; one line. */
  readonly message?: string;
  /** HTTP code and reason of a denial. */
  readonly code?: number;
  readonly reason?: string;
  readonly warnings?: readonly string[];
  /** RFC 6902 operations; mutating only. */
  readonly patch?: readonly object[];
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function userInfo(value: unknown): UserInfo {
  if (!isRecord(value)) return {};
  const extra = isRecord(value['extra'])
    ? Object.entries(value['extra']).map(([key, list]) => [key, texts(list)] as const)
    : [];
  return {
    username: text(value['username']),
    uid: text(value['uid']),
    groups: texts(value['groups']),
    extra: Object.fromEntries(extra),
  };
}

/** Names that are texts, or none: what is looked up by them must be. */
function metadataOf(value: unknown): KubeObject['metadata'] {
  if (!isRecord(value)) return {};
  const { name = '', namespace = '' } = value;
  if (typeof name === 'string' && typeof namespace === 'string') return value;
  const { name: _, namespace: _namespace, ...others } = value;
  return { ...others, name: text(name), namespace: text(namespace) };
}

/** The object, with `metadata` made sure of; everything else is the schema's business. */
function kubeObject(value: unknown): KubeObject | undefined {
  if (!isRecord(value)) return undefined;
  return { ...value, metadata: metadataOf(value['metadata']) };
}

/** A body that is no AdmissionReview; the text is for the answer (400). */
export class NotAReview extends Error {
  override readonly name = 'NotAReview';
}

/** @throws {NotAReview} */
function requestOf(body: unknown): Json {
  if (!isRecord(body) || body['kind'] !== 'AdmissionReview')
    throw new NotAReview('the body must be an AdmissionReview');
  if (body['apiVersion'] !== 'admission.k8s.io/v1')
    throw new NotAReview('apiVersion must be admission.k8s.io/v1');
  if (!isRecord(body['request'])) throw new NotAReview('request must be an object');
  return body['request'];
}

/** The resource that was asked for, not the one it was converted to. */
function resourceOf(request: Json): GroupVersionResource {
  const asked = request['requestResource'] ?? request['resource'];
  if (!isRecord(asked)) throw new NotAReview('request.resource must be an object');
  return { group: text(asked['group']), version: text(asked['version']), resource: text(asked['resource']) };
}

/**
 * Reads an AdmissionReview. What the API server never leaves out must be there; objects inside may be anything.
 *
 * @throws {NotAReview}
 */
export function parseReview(body: unknown): AdmissionRequest {
  const request = requestOf(body);
  const uid = text(request['uid']);
  if (uid === '') throw new NotAReview('request.uid must be set');
  const object = kubeObject(request['object']);
  const oldObject = kubeObject(request['oldObject']);
  return {
    uid,
    resource: resourceOf(request),
    subResource: text(request['requestSubResource'] ?? request['subResource']),
    name: text(request['name']),
    namespace: text(request['namespace']),
    operation: text(request['operation']),
    userInfo: userInfo(request['userInfo']),
    dryRun: request['dryRun'] === true,
    ...(object && { object }),
    ...(oldObject && { oldObject }),
  };
}

/** The answer to a request, as the API server wants it. */
export function reviewOf(uid: string, verdict: Verdict): object {
  const { allowed, message = '', code = 403, reason = 'Forbidden', warnings, patch } = verdict;
  const response = {
    uid,
    allowed,
    ...(!allowed && { status: { metadata: {}, status: 'Failure', code, reason, message } }),
    ...(warnings && warnings.length > 0 && { warnings }),
    ...(allowed &&
      patch &&
      patch.length > 0 && {
        patchType: 'JSONPatch',
        patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
      }),
  };
  return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response };
}
