import type { TreeRule } from '../../rule.ts';
import { acme, certificate, dns01, issuer } from '../example.ts';
import { issuedBy } from './issuer-of.ts';

export const acmeCommonNameIsAName: TreeRule = {
  id: 'reference/acme-common-name-is-a-name',
  field: 'spec.commonName',
  level: 'error',
  source: 'gap C31: an order holds DNS names and IP addresses, and the common name must be one of them',
  passes: [
    [certificate({ commonName: 'shop.example' }), issuer(acme([dns01]))],
    [certificate({ commonName: 'shop' }), issuer({ ca: { secretName: 'ca' } })],
  ],
  fails: [[certificate({ commonName: 'shop' }), issuer(acme([dns01]))]],
  check(tree) {
    return issuedBy(tree, 'acme').flatMap(({ certificate: { manifest, object } }) => {
      const { commonName = '', dnsNames = [], ipAddresses = [] } = object.spec;
      if (commonName === '' || [...dnsNames, ...ipAddresses].includes(commonName)) return [];
      const detail = 'must be one of dnsNames or ipAddresses, since the issuer is an ACME server';
      return [{ manifest, field: 'spec.commonName', kind: 'Invalid', value: commonName, detail }];
    });
  },
};
