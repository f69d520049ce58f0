import { shimAnnotations } from '../../api/annotations.ts';
import type { Gateway, GatewayListener } from '../../api/networking.ts';
import { listed } from './annotation-values.ts';
import type { TlsBlock, TlsBlocks } from './tls-blocks.ts';

type CertificateRef = NonNullable<NonNullable<GatewayListener['tls']>['certificateRefs']>[number];

/**
 * What the listeners of a Gateway are that end TLS: a block for each Secret, with the names of all listeners that share it.
 *
 * @param extraProtocols beside HTTPS and TLS
 */
export function listenerBlocks(gateway: Gateway, extraProtocols: readonly string[]): TlsBlocks {
  const { annotations = {}, namespace = '' } = gateway.metadata;
  const ignored = listed(annotations[shimAnnotations.ignoreTlsListeners] ?? '');
  const protocols = ['HTTPS', 'TLS', ...extraProtocols];
  const names = new Map<string, string[]>();
  const skipped: string[] = [];
  for (const [place, listener] of (gateway.spec?.listeners ?? []).entries()) {
    if (!protocols.includes(listener.protocol) || isPassedOver(listener, ignored)) continue;
    const wrong = wrongIn(listener, `spec.listeners[${place}]`, namespace);
    if (wrong.length > 0) skipped.push(`Skipped a listener block: ${wrong.join(', ')}`);
    else addNames(names, listener);
  }
  return { blocks: [...names].map(blockOf), skipped };
}

function isPassedOver({ name, tls }: GatewayListener, ignored: readonly string[]): boolean {
  return tls?.mode === 'Passthrough' || ignored.includes(name);
}

function addNames(names: Map<string, string[]>, { hostname = '', tls }: GatewayListener): void {
  for (const { name } of tls?.certificateRefs ?? []) names.set(name, [...(names.get(name) ?? []), hostname]);
}

function blockOf([secretName, dnsNames]: readonly [string, readonly string[]]): TlsBlock {
  return { secretName, dnsNames, ipAddresses: [] };
}

/** Secrets that listeners name, whatever else is wrong with them. */
export function listenerSecrets({ spec }: Gateway): readonly string[] {
  return (spec?.listeners ?? []).flatMap(({ tls }) => tls?.certificateRefs?.map(({ name }) => name) ?? []);
}

function wrongIn({ hostname = '', tls }: GatewayListener, at: string, namespace: string): readonly string[] {
  const noHost = hostname === '' ? [`${at}.hostname: Required value`] : [];
  if (tls === undefined) return [...noHost, `${at}.tls: Required value`];
  const { certificateRefs: refs = [], mode = 'Terminate' } = tls;
  return [
    ...noHost,
    ...(refs.length === 0 ? [`${at}.tls.certificateRefs: Required value`] : []),
    ...(mode === 'Terminate' ? [] : [`${at}.tls.mode: Unsupported value: "${mode}"`]),
    ...refs.flatMap((ref, place) => wrongInRef(ref, `${at}.tls.certificateRefs[${place}]`, namespace)),
  ];
}

function wrongInRef(ref: CertificateRef, at: string, own: string): readonly string[] {
  const { group = '', kind = 'Secret', namespace = own } = ref;
  return [
    ...(group === '' || group === 'core' ? [] : [`${at}.group: Unsupported value: "${group}"`]),
    ...(kind === 'Secret' ? [] : [`${at}.kind: Unsupported value: "${kind}"`]),
    ...(namespace === own
      ? []
      : [
          `${at}.namespace: Invalid value: "${namespace}": a Certificate is made in the namespace of the Gateway`,
        ]),
  ];
}
