import { TerminalFailure } from '../../api/failure.ts';
import type { Order } from '../../api/order/order.ts';
import { decodeCsr } from '../../pki/csr.ts';
import type { CsrFacts } from '../../pki/csr.ts';

/**
 * The CSR of an Order: base64 of PEM as it is written today, or of DER as the field's documentation says.
 *
 * @throws {TerminalFailure} `InvalidRequest`
 */
export function csrOf(order: Order): CsrFacts {
  const bytes = Buffer.from(order.spec.request, 'base64');
  if (bytes.length === 0) throw new TerminalFailure('InvalidRequest', 'The Order has no signing request');
  return decodeCsr(bytes.includes('-----BEGIN') ? bytes : toPem(bytes));
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE REQUEST-----', ...lines, '-----END CERTIFICATE REQUEST-----', ''].join(
    '\n',
  );
}
