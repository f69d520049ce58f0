import type { Rule } from '../../rule.ts';
import { atHttp01, required, statedHttp01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const http01ParentsAreNamed: Rule<Issuer> = {
  id: 'issuer/http01-parents-are-named',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 HT7',
  passes: [
    atHttp01({ gatewayHTTPRoute: { parentRefs: [{ name: 'gateway', kind: 'Gateway' }] } }),
    atHttp01({ gatewayHTTPRoute: { parentRefs: [{ name: 'gateway' }] } }), // the schema's default is a Gateway
  ],
  fails: [atHttp01({ gatewayHTTPRoute: { parentRefs: [{ name: '', kind: 'Gateway' }] } })],
  beyondCel: 'schema-first',
  check(issuer) {
    return statedHttp01(issuer).flatMap(({ field, http01 }) =>
      (http01.gatewayHTTPRoute?.parentRefs ?? []).flatMap(({ name, kind = 'Gateway' }, index) => {
        const at = `${field}.gatewayHTTPRoute.parentRefs[${index}]`;
        if (Boolean(name) === Boolean(kind)) return [];
        return name
          ? required(`${at}.kind`, kind, 'state the kind of the parent')
          : required(`${at}.name`, name, 'name the parent');
      }),
    );
  },
};
