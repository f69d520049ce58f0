import type { Challenge } from '../../../api/challenge/challenge.ts';
import { type Pod, pods } from '../../../api/core.ts';
import type { Http01PodTemplate } from '../../../api/issuer/issuer.ts';
import { apiVersionOf } from '../../../api/resource.ts';
import type { Http01Settings } from '../../settings.ts';
import { solverMetadata, solverPort } from './marks.ts';

/** Sidecars would answer in the solver's place, and nodes may be emptied: the Pod is made again. */
const annotations = {
  'sidecar.istio.io/inject': 'false',
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true',
} as const;

/** The Pod that serves one proof, with the solver's changes. */
export function solverPod(challenge: Challenge, template: Http01PodTemplate, settings: Http01Settings): Pod {
  const { metadata = {}, spec = {} } = template;
  return {
    apiVersion: apiVersionOf(pods),
    kind: pods.kind,
    metadata: solverMetadata(challenge, {
      labels: { ...settings.extraLabels, ...metadata.labels },
      annotations: { ...annotations, ...metadata.annotations },
    }),
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy: 'OnFailure',
      nodeSelector: { 'kubernetes.io/os': 'linux', ...spec.nodeSelector },
      securityContext: spec.securityContext ?? {
        runAsNonRoot: settings.runAsNonRoot,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...(settings.runtimeClassName !== '' && { runtimeClassName: settings.runtimeClassName }),
      ...placement(spec),
      containers: [container(challenge, spec, settings)],
    },
  };
}

type PodSpec = NonNullable<Http01PodTemplate['spec']>;

function placement(spec: PodSpec): object {
  const { tolerations = [], imagePullSecrets = [], affinity, priorityClassName, serviceAccountName } = spec;
  return {
    ...(tolerations.length > 0 && { tolerations }),
    ...(imagePullSecrets.length > 0 && { imagePullSecrets }),
    ...(affinity !== undefined && { affinity }),
    ...(priorityClassName !== undefined && { priorityClassName }),
    ...(serviceAccountName !== undefined && { serviceAccountName }),
  };
}

function container({ spec }: Challenge, { resources = {} }: PodSpec, settings: Http01Settings): object {
  const usual = settings.resources;
  return {
    name: 'acmesolver',
    image: settings.solverImage,
    imagePullPolicy: 'IfNotPresent',
    args: [
      `--listen-port=${solverPort}`,
      `--domain=${spec.dnsName}`,
      `--token=${spec.token}`,
      `--key=${spec.key}`,
    ],
    ports: [{ name: 'http', containerPort: solverPort, protocol: 'TCP' }],
    resources: {
      requests: { ...stated(usual.requests), ...resources.requests },
      limits: { ...stated(usual.limits), ...resources.limits },
    },
    securityContext: {
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
  };
}

/** Without those that a flag says are left out. */
function stated(amounts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== ''));
}
