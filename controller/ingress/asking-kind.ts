import { certificateAnnotations, http01Annotations, shimAnnotations } from '../../api/annotations.ts';
import { type Gateway, type Ingress, gateways, ingresses } from '../../api/networking.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { listenerBlocks, listenerSecrets } from './listener-blocks.ts';
import type { IngressSettings } from './settings.ts';
import { type TlsBlocks, tlsBlocks } from './tls-blocks.ts';

/** A kind whose objects ask for Certificates: what is peculiar to it. */
export interface AskingKind<T extends KubeObject> {
  readonly resource: Resource<T>;
  /** Upstream's controller. */
  readonly controller: string;
  /** Annotations that ask when they are true. */
  readonly autoAnnotations: readonly string[];
  /** @throws {TerminalFailure} `BadConfig` */
  readonly blocks: (object: T) => TlsBlocks;
  /** Names of Secrets, also where nothing can be made for them. */
  readonly secretNames: (object: T) => readonly string[];
  /** Annotations of its Certificates about HTTP-01; `undefined` for none. */
  readonly http01: (object: T) => Readonly<Record<string, string | undefined>>;
  /** What is kept of the spec. */
  readonly trimmedSpec: (object: T) => object;
}

export function ingressKind({ autoAnnotations }: IngressSettings): AskingKind<Ingress> {
  return {
    resource: ingresses,
    controller: 'ingress-shim',
    autoAnnotations,
    blocks: ({ spec }) => tlsBlocks(spec?.tls ?? []),
    secretNames: ({ spec }) => (spec?.tls ?? []).map(({ secretName = '' }) => secretName),
    http01: ({ metadata: { name, annotations } }) => {
      const inPlace = annotations?.[shimAnnotations.http01EditInPlace] === 'true';
      return {
        [http01Annotations.overrideIngressName]: inPlace ? name : undefined,
        [certificateAnnotations.issueTemporaryCertificate]: inPlace ? 'true' : undefined,
        ...classes(annotations),
      };
    },
    trimmedSpec: ({ spec }) => (spec?.tls === undefined ? {} : { tls: spec.tls }),
  };
}

export function gatewayKind({ gateways: { extraProtocols } }: IngressSettings): AskingKind<Gateway> {
  return {
    resource: gateways,
    controller: 'gateway-shim',
    autoAnnotations: [],
    blocks: (gateway) => listenerBlocks(gateway, extraProtocols),
    secretNames: listenerSecrets,
    http01: ({ metadata: { name, annotations } }) => ({
      [http01Annotations.parentRefKind]: gateways.kind,
      [http01Annotations.parentRefName]: name,
      ...classes(annotations),
    }),
    trimmedSpec: ({ spec }) => (spec?.listeners === undefined ? {} : { listeners: spec.listeners }),
  };
}

function classes(
  annotations: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string | undefined>> {
  return {
    [http01Annotations.overrideIngressClass]: annotations[shimAnnotations.http01IngressClass],
    [http01Annotations.overrideIngressClassName]: annotations[shimAnnotations.http01IngressClassName],
  };
}
