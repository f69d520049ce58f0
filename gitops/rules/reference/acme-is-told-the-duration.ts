import { defaultDuration } from '../../../api/certificate/defaults.ts';
import { parseDuration } from '../../../api/duration.ts';
import type { TreeRule } from '../../rule.ts';
import { acme, certificate, dns01, issuer } from '../example.ts';
import { issuedBy } from './issuer-of.ts';

export const acmeIsToldTheDuration: TreeRule = {
  id: 'reference/acme-is-told-the-duration',
  field: 'spec.duration',
  level: 'warning',
  source: 'gap C34: without enableDurationFeature the server never hears of it and grants what it likes',
  passes: [
    [certificate({ duration: '24h' }), issuer(acme([dns01], { enableDurationFeature: true }))],
    [certificate({ duration: '2160h' }), issuer(acme([dns01]))],
  ],
  fails: [[certificate({ duration: '24h' }), issuer(acme([dns01]))]],
  check(tree) {
    return issuedBy(tree, 'acme').flatMap(({ certificate: { manifest, object }, issuers }) => {
      const { duration } = object.spec;
      if (duration === undefined || parseDuration(duration) === parseDuration(defaultDuration)) return [];
      if (issuers.some((placed) => placed.object.spec.acme?.enableDurationFeature === true)) return [];
      const detail = 'has no effect: the issuer does not have acme.enableDurationFeature';
      return [{ manifest, field: 'spec.duration', kind: 'Invalid', value: duration, detail }];
    });
  },
};
