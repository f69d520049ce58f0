import type { Certificate } from '../../certificate/certificate.ts';
import { certificate, secret } from '../example.ts';
import type { ReferenceRule } from '../reference-rule.ts';

export const secretHasOneOwner: ReferenceRule<Certificate> = {
  id: 'reference/secret-has-one-owner',
  field: 'spec.secretName',
  severity: 'warn',
  source: 'two who write one Secret take turns for ever: a Certificate, and Git or somebody in the cluster',
  passes: [[certificate(), secret('other', ['tls.key'])]],
  fails: [[certificate(), secret('shop-tls', ['tls.key'])]],
  check(certificate, world) {
    const { secretName } = certificate.spec;
    const facts = world.secretOf(certificate, secretName);
    if (facts === undefined || facts === 'missing') return [];
    const others = facts.certificate !== undefined && facts.certificate !== certificate.metadata.name;
    const writer = facts.writer ?? (others ? `was issued for Certificate ${facts.certificate}` : undefined);
    if (writer === undefined) return [];
    return [{ field: 'spec.secretName', kind: 'Invalid', value: secretName, detail: `the Secret ${writer}` }];
  },
};
