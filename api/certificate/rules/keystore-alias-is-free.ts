import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

const jks = (alias: string) => at({ keystores: { jks: { create: true, password: 'changeit', alias } } });

export const keystoreAliasIsFree: Rule<CertificateCandidate> = {
  id: 'certificate/keystore-alias-is-free',
  field: 'spec.keystores.jks.alias',
  severity: 'warn',
  source: 'gap C23: the entry of the CA takes the place of the private key',
  passes: [jks('shop'), jks('ca-shop')],
  fails: [jks('ca'), jks('CA'), jks('ca-1')],
  check({ certificate: { spec } }) {
    const { create = false, alias = '' } = spec.keystores?.jks ?? {};
    if (!create || !/^ca(-\d+)?$/i.test(alias)) return [];
    const detail = '"ca" is the alias of the CA, which would replace the private key: use another one';
    return [{ field: 'spec.keystores.jks.alias', kind: 'Invalid', value: alias, detail }];
  },
};
