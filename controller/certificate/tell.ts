import type { Certificate } from '../../api/certificate/certificate.ts';
import type { EventFact } from '../../runtime/reconcile.ts';
import type { ControllerTools } from '../wiring.ts';

/** Writes an event about a Certificate. */
export function tell(
  { record }: Pick<ControllerTools, 'record'>,
  certificate: Certificate,
  event: EventFact,
): void {
  record.record({ ...certificate, apiVersion: 'cert-manager.io/v1', kind: 'Certificate' }, event);
}
