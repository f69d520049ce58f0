import { exampleBundle } from '../example-bundle.ts';
import { hasBrokenBlocks, holdsACertificate } from '../../pem-bundle.ts';
import type { Rule } from '../../rule.ts';
import { atAcme, atVault, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const broken = Buffer.from('-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----\n');
const goodAndBroken = Buffer.concat([Buffer.from(exampleBundle, 'base64'), broken]).toString('base64');

export const caBundlesParseWhole: Rule<Issuer> = {
  id: 'issuer/ca-bundles-parse-whole',
  field: 'spec',
  severity: 'warn',
  source: 'gap A12: what cannot be read is passed over',
  passes: [atAcme({ caBundle: exampleBundle }), atVault({ caBundle: exampleBundle })],
  fails: [atAcme({ caBundle: goodAndBroken }), atVault({ caBundle: goodAndBroken })],
  check(issuer) {
    return (['acme', 'vault'] as const).flatMap((type) => {
      const bundle = settingsOf(issuer, type)?.caBundle;
      if (!bundle || !holdsACertificate(bundle) || !hasBrokenBlocks(bundle)) return [];
      const detail = 'some of its certificates cannot be read and are passed over';
      return [{ field: `spec.${type}.caBundle`, kind: 'Invalid' as const, detail }];
    });
  },
};
