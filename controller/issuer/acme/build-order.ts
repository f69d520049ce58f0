import { isIP } from 'node:net';

import { TerminalFailure } from '../../../api/failure.ts';
import { certificateRequests, orders as orderResource } from '../../../api/kinds.ts';
import type { Order, OrderSpec } from '../../../api/order/order.ts';
import { apiVersionOf } from '../../../api/resource.ts';
import { decodeCsr } from '../../../pki/csr.ts';
import type { CsrFacts } from '../../../pki/csr.ts';
import { orderName } from '../../order/names.ts';
import { passedOnLabels } from '../../passed-on.ts';
import type { SignRequest } from '../signer.ts';

/**
 * The Order for a request: the same every time, by name and content.
 *
 * @param replaces the certificate that it replaces (RFC 9773 section 5)
 * @throws {TerminalFailure} `RequestParsingError`, `InvalidOrder`: the event's reason, with upstream's message
 */
export function buildOrder({ request, issuer }: SignRequest, replaces = ''): Order {
  const { name = '', namespace = '', uid = '', annotations } = request.metadata;
  const labels = passedOnLabels(request.metadata.labels);
  const csr = readCsr(request.spec.request);
  const plain = orderSpec(csr, request.spec, issuer.spec.acme);
  const spec = replaces === '' ? plain : { ...plain, replaces };
  return {
    apiVersion: apiVersionOf(orderResource),
    kind: orderResource.kind,
    metadata: {
      namespace,
      name: orderName(name, spec),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ownerReferences: [
        {
          apiVersion: apiVersionOf(certificateRequests),
          kind: certificateRequests.kind,
          name,
          uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec,
  };
}

function readCsr(request: string): CsrFacts {
  try {
    return checkCommonName(decodeCsr(Buffer.from(request, 'base64')));
  } catch (error) {
    if (!(error instanceof TerminalFailure) || error.reason === 'InvalidOrder') throw error;
    const message = `Failed to decode CSR in spec.request: ${error.message}`;
    throw new TerminalFailure('RequestParsingError', message, { cause: error });
  }
}

function checkCommonName(csr: CsrFacts): CsrFacts {
  const { commonName = '', dnsNames, ipAddresses } = csr;
  if (commonName === '' || dnsNames.includes(commonName) || ipAddresses.includes(commonName)) return csr;
  const rule =
    'The CSR PEM requests a commonName that is not present in the list of dnsNames or ipAddresses. If a commonName is set, ACME requires that the value is also present in the list of dnsNames or ipAddresses';
  const names = isIP(commonName) > 0 ? ipAddresses : dnsNames;
  throw new TerminalFailure(
    'InvalidOrder',
    `${rule}: "${commonName}" does not exist in [${names.join(' ')}]`,
  );
}

function orderSpec(
  { commonName = '', dnsNames, ipAddresses }: CsrFacts,
  { request, issuerRef, duration = '' }: SignRequest['request']['spec'],
  acme: SignRequest['issuer']['spec']['acme'],
): OrderSpec {
  const { enableDurationFeature = false, profile = '' } = acme ?? {};
  const asked = { commonName, duration: enableDurationFeature ? duration : '', profile };
  return {
    request,
    issuerRef,
    ...(dnsNames.length > 0 && { dnsNames }),
    ...(ipAddresses.length > 0 && { ipAddresses }),
    ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== '')),
  };
}
