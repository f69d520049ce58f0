import { describe, expect, it } from 'vitest';

import { validateSchema } from '../../api/validate.ts';
import { approved, certificateRequest } from './certificate-request.ts';
import { certificate } from './certificate.ts';
import { challenge } from './challenge.ts';
import { acmeSpec, clusterIssuer, issuer, readyIssuer } from './issuer.ts';
import { controlledBy } from './object.ts';
import { order } from './order.ts';
import { secret } from './secret.ts';

describe('what the builders build', () => {
  it('fits the schema of its kind', () => {
    expect(validateSchema('Certificate', certificate())).toEqual([]);
    expect(validateSchema('CertificateRequest', certificateRequest({ status: approved }))).toEqual([]);
    expect(validateSchema('Issuer', issuer({ spec: acmeSpec({ http01: { ingress: {} } }) }))).toEqual([]);
    expect(validateSchema('ClusterIssuer', clusterIssuer({ status: readyIssuer }))).toEqual([]);
    expect(validateSchema('Order', order())).toEqual([]);
    expect(validateSchema('Challenge', challenge())).toEqual([]);
  });

  it('shows what the test said, and keeps the rest', () => {
    const built = certificate({ name: 'mail', spec: { dnsNames: ['mail.example'] } });

    expect(built.metadata).toMatchObject({ name: 'mail', namespace: 'web', uid: 'certificate-mail' });
    expect(built.spec).toEqual({
      secretName: 'shop-tls',
      issuerRef: { name: 'ca' },
      dnsNames: ['mail.example'],
    });
  });

  it('is of the whole cluster where the kind is', () => {
    expect(clusterIssuer().metadata).not.toHaveProperty('namespace');
  });

  it('can be owned', () => {
    const owner = certificate();

    expect(controlledBy(owner)).toMatchObject({ kind: 'Certificate', name: 'shop', controller: true });
  });

  it('encodes the entries of a Secret', () => {
    expect(secret({ text: { 'tls.crt': 'PEM' } }).data).toEqual({ 'tls.crt': 'UEVN' });
  });
});
