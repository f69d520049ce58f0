import { version } from '../api/version.ts';
import type { ProviderOptions } from '../dns/providers/index.ts';
import { type PemLimits, usualPemLimits } from '../pki/pem.ts';
import type { Proxies } from '../runtime/proxies.ts';
import { type CaInjectorSettings, defaultCaInjectorSettings } from './ca-injector/settings.ts';
import { type IngressSettings, defaultIngressSettings } from './ingress/settings.ts';
import { engineMarks } from './passed-on.ts';

/** Upstream's feature gates that change what the controller does; gates that are locked in or mean nothing here are accepted and dropped. */
export interface FeatureGates {
  readonly LiteralCertificateSubject: boolean;
  readonly UseCertificateRequestBasicConstraints: boolean;
  readonly NameConstraints: boolean;
  readonly OtherNames: boolean;
  readonly ACMEHTTP01IngressPathTypeExact: boolean;
  readonly ACMEUseARI: boolean;
}

/** How long failed issuances rest: `initial * 2^(attempts - 1)`, at most `maximum`; 0 turns resting off. */
export interface IssuanceBackoff {
  readonly initialSeconds: number;
  readonly maximumSeconds: number;
}

/** The controller itself answers HTTP-01: proofs take an Ingress, and no Pod and Service. */
export interface ResponderSettings {
  /** In front of the controllers: Ingresses for proofs are made beside it. */
  readonly service: { readonly namespace: string; readonly name: string };
  /** For all solvers that make an Ingress, or for those alone whose template asks for it. */
  readonly byDefault: boolean;
}

/** The objects that answer HTTP-01 challenges, and how they are looked at. */
export interface Http01Settings {
  readonly solverImage: string;
  /** Of the container, as Kubernetes quantities; an empty one is left out. */
  readonly resources: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly cpu: string; readonly memory: string };
  };
  readonly runAsNonRoot: boolean;
  /** Of Pods; empty for the cluster's default. */
  readonly runtimeClassName: string;
  /** On every object, beside those by which they are found. */
  readonly extraLabels: Readonly<Record<string, string>>;
  /** Resolvers for self-checks, `ip` or `ip:port`; empty means those of the system. */
  readonly nameservers: readonly string[];
  /** Without it every proof has a Pod. */
  readonly responder?: ResponderSettings;
}

/** Where and how challenges are answered and checked. */
export interface ChallengeSettings {
  /** `host:port`; empty means what the system's resolver configuration says. */
  readonly recursiveNameservers: readonly string[];
  readonly recursiveNameserversOnly: boolean;
  readonly checkRetrySeconds: number;
  /** After its value was published the CA is asked to look, whatever the self-check says. */
  readonly askAnywaySeconds: number;
  readonly maxConcurrent: number;
  readonly http01: Http01Settings;
}

/** Everything the command line decides, checked and complete; nothing else reads flags or the environment. */
export interface Settings {
  /** Only this namespace is looked after, and no ClusterIssuers; without it the whole cluster. */
  readonly namespace?: string;
  /** Where the Secrets of ClusterIssuers live. */
  readonly clusterResourceNamespace: string;
  readonly issuerAmbientCredentials: boolean;
  readonly clusterIssuerAmbientCredentials: boolean;
  /** Whether requests are approved by ourselves, as upstream's `certificaterequests-approver` does. */
  readonly autoApprove: boolean;
  /** Whether a Secret is owned by its Certificate and goes with it. */
  readonly enableCertificateOwnerRef: boolean;
  /** Which annotations of a Certificate its requests get; `*`, `prefix`, `-prefix`, applied left to right. */
  readonly copiedAnnotationPrefixes: readonly string[];
  readonly backoff: IssuanceBackoff;
  readonly challenges: ChallengeSettings;
  readonly ingress: IngressSettings;
  readonly caInjector: CaInjectorSettings;
  readonly gates: FeatureGates;
  /** Of what is read of Secrets, requests and answers. */
  readonly pemLimits: PemLimits;
  /** On the way to CAs and DNS vendors. */
  readonly proxies?: Proxies;
  /** What DNS01 providers are told of the process. */
  readonly dnsProviders?: ProviderOptions;
  /** How many objects of one kind are worked on at once. */
  readonly concurrentWorkers: number;
}

/** The settings of a controller started without flags. */
export const defaultSettings: Settings = {
  clusterResourceNamespace: 'kube-system',
  issuerAmbientCredentials: false,
  clusterIssuerAmbientCredentials: true,
  autoApprove: true,
  enableCertificateOwnerRef: false,
  copiedAnnotationPrefixes: ['*', ...engineMarks.map((prefix) => `-${prefix}`)],
  backoff: { initialSeconds: 3600, maximumSeconds: 32 * 3600 },
  challenges: {
    recursiveNameservers: [],
    recursiveNameserversOnly: false,
    checkRetrySeconds: 10,
    askAnywaySeconds: 300,
    maxConcurrent: 60,
    http01: {
      solverImage: `certloom:${version}`,
      resources: {
        requests: { cpu: '10m', memory: '64Mi' },
        limits: { cpu: '100m', memory: '64Mi' },
      },
      runAsNonRoot: true,
      runtimeClassName: '',
      extraLabels: {},
      nameservers: [],
    },
  },
  ingress: defaultIngressSettings,
  caInjector: defaultCaInjectorSettings,
  gates: {
    LiteralCertificateSubject: true,
    UseCertificateRequestBasicConstraints: true,
    NameConstraints: true,
    OtherNames: true,
    ACMEHTTP01IngressPathTypeExact: true,
    ACMEUseARI: false,
  },
  pemLimits: usualPemLimits,
  concurrentWorkers: 5,
};
