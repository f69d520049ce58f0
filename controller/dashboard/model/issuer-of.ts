import type { Certificate } from '../../../api/certificate/certificate.ts';
import { type IssuerLookup, findIssuer } from '../../issuer-ref.ts';
import type { View } from './view.ts';

/** What the Certificate's `issuerRef` leads to. */
export function issuerOf({ stores, settings }: View, { metadata, spec }: Certificate): IssuerLookup {
  return findIssuer(stores, spec.issuerRef, metadata.namespace ?? '', settings);
}
