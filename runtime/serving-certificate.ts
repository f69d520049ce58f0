import type { Changing } from './changing.ts';

/** What an HTTPS server shows its callers. */
export interface ServingCertificate {
  /** PEM: the leaf first, then what links it to the CA. */
  readonly certificatePem: string;
  /** PEM. Never logged. */
  readonly keyPem: string;
}

/** Where a server's certificate comes from; `runtime/serve.ts` loads every new value without a restart. */
export type CertificateSource = Changing<ServingCertificate>;
