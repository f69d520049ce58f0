import { lifetime, statedDuration } from '../../certificate/lifetimes.ts';
import { acme, certificate, dns01, issuer } from '../example.ts';
import { issuedBy } from '../issued-by.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import type { Wanted } from '../wanted.ts';

export const acmeIsToldTheDuration: ReferenceRule<Wanted> = {
  id: 'reference/acme-is-told-the-duration',
  field: 'spec.duration',
  severity: 'warn',
  source:
    'gaps C34, C35: without enableDurationFeature the server never hears of it and grants what it likes',
  passes: [
    [certificate({ duration: '24h' }), issuer(acme([dns01], { enableDurationFeature: true }))],
    [certificate({ duration: '2160h' }), issuer(acme([dns01]))],
  ],
  fails: [[certificate({ duration: '24h' }), issuer(acme([dns01]))]],
  check(wanted, world) {
    const { duration } = wanted;
    if (duration === undefined) return []; // before a failure with its stack is made for nothing
    const stated = statedDuration(duration);
    if (stated === undefined || stated === lifetime({})) return [];
    const issuers = issuedBy(wanted, world, 'acme');
    if (issuers.length === 0 || issuers.some(({ spec }) => spec.acme?.enableDurationFeature === true))
      return [];
    const detail = 'has no effect: the issuer does not have acme.enableDurationFeature';
    return [{ field: 'spec.duration', kind: 'Invalid', value: duration, detail }];
  },
};
