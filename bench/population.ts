import { requestAnnotations, secretAnnotations } from '../api/annotations.ts';
import type { CertificateRequest } from '../api/certificate-request/certificate-request.ts';
import type { Certificate } from '../api/certificate/certificate.ts';
import { certificateRequests, certificates } from '../api/kinds.ts';
import type { KubeObject } from '../api/resource.ts';
import { type Secret, secrets } from '../api/secret.ts';
import { certificateFor } from '../test/cluster/controller-scene.ts';
import { waitFor } from '../test/cluster/loopback.ts';
import { release } from '../test/cluster/role.ts';
import { type Arena, namespace } from './arena.ts';
import { atOnce } from './at-once.ts';
import { issue } from './issuance.ts';

/** A certificate that the contestant issued, with all that belongs to it. */
export interface Model {
  readonly certificate: Certificate;
  readonly request: CertificateRequest;
  readonly secret: Secret;
}

/** The field manager that issues, of cert-manager and of ours: a Secret that another one wrote would be written anew. */
const issuingManager = 'cert-manager-certificates-issuing';

/** How many objects are made at a time: as many as the API server takes without queueing. */
const objectsAtOnce = 16;

/** Lets the contestant issue one by a ClusterIssuer, which serves all namespaces. */
export async function issueModel(arena: Arena): Promise<Model> {
  const { plane } = arena;
  const root = await plane.admin.get(secrets, { namespace, name: 'root-tls' });
  await plane.admin.create(secrets, {
    metadata: { name: 'shared-ca', namespace: release.namespace },
    ...(root?.data && { data: root.data }),
  });
  await arena.apply({
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'shared' },
    spec: { ca: { secretName: 'shared-ca' } },
  });
  await issue(arena, [certificateFor('model', { issuerRef: { name: 'shared', kind: 'ClusterIssuer' } })]);
  return waitFor('the model', () => modelIn(arena));
}

async function modelIn({ plane }: Arena): Promise<Model | undefined> {
  const [certificate, secret, requests] = await Promise.all([
    plane.admin.get(certificates, { namespace, name: 'model' }),
    plane.admin.get(secrets, { namespace, name: 'model-tls' }),
    plane.admin.list(certificateRequests, { namespace }),
  ]);
  const request = requests.find(({ metadata }) => metadata.ownerReferences?.[0]?.name === 'model');
  const settled = certificate?.status?.revision !== undefined && request?.status?.certificate !== undefined;
  return settled && secret !== undefined ? { certificate, request, secret } : undefined;
}

/** Copies of the model, spread over namespaces `scale-<n>`: valid for as long, and nothing to do for anybody. */
export async function populate(
  { plane }: Arena,
  model: Model,
  { count, namespaces }: { readonly count: number; readonly namespaces: number },
): Promise<void> {
  for (let index = 0; index < namespaces; index += 1) {
    await plane.kubectlOrThrow(['create', 'namespace', `scale-${index}`]);
  }
  const places = Array.from({ length: count }, (_, index) => ({
    name: `copy-${index}`,
    namespace: `scale-${index % namespaces}`,
  }));
  await atOnce(objectsAtOnce, places, (place) => copy(plane.admin, model, place));
}

interface Place {
  readonly name: string;
  readonly namespace: string;
}

async function copy(admin: Arena['plane']['admin'], model: Model, place: Place): Promise<void> {
  const { namespace: ofCopy, name } = place;
  const certificate = await admin.create(certificates, {
    ...kindOf(model.certificate),
    metadata: { ...place },
    spec: { ...model.certificate.spec, secretName: `${name}-tls` },
  });
  await admin.replaceStatus(certificates, { ...certificate, ...statusOf(model.certificate) });
  const request = await admin.create(certificateRequests, requestOf(model, certificate));
  await admin.replaceStatus(certificateRequests, { ...request, ...statusOf(model.request) });
  const { type, data, metadata } = model.secret;
  await admin.apply(
    secrets,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: `${name}-tls`,
        namespace: ofCopy,
        labels: metadata.labels ?? {},
        annotations: { ...metadata.annotations, [secretAnnotations.certificateName]: name },
      },
      ...(type !== undefined && { type }),
      ...(data && { data }),
    },
    { fieldManager: issuingManager },
  );
}

function requestOf({ request, certificate: original }: Model, { metadata }: Certificate): CertificateRequest {
  const { name = '', namespace: place = '', uid = '' } = metadata;
  const { username: _name, groups: _groups, uid: _uid, extra: _extra, ...spec } = request.spec;
  const [owner] = request.metadata.ownerReferences ?? [];
  const rename = (text: string): string => text.replace(original.metadata.name ?? '', name);
  return {
    ...kindOf(request),
    metadata: {
      name: rename(request.metadata.name ?? ''),
      namespace: place,
      annotations: {
        ...request.metadata.annotations,
        [requestAnnotations.certificateName]: name,
        [requestAnnotations.privateKeySecretName]: `${name}-next`,
      },
      ...(owner && { ownerReferences: [{ ...owner, name, uid }] }),
    },
    spec,
  };
}

function kindOf({ apiVersion = '', kind = '' }: KubeObject) {
  return { apiVersion, kind };
}

function statusOf<Status>({ status }: { readonly status?: Status }) {
  return status === undefined ? {} : { status };
}
