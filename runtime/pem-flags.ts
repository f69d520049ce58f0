import { type PemLimits, usualPemLimits } from '../pki/pem.ts';
import * as flag from './flags.ts';

/** Upstream's flags about the size of what is read, in bytes of PEM. */
export const pemFlags = {
  'max-certificate-size': flag.integer(
    'Largest certificate or request in bytes of PEM',
    usualPemLimits.certificate,
  ),
  'max-private-key-size': flag.integer('Largest private key in bytes of PEM', usualPemLimits.privateKey),
  'max-certificate-chain-length': flag.integer('Largest chain in bytes of PEM', usualPemLimits.chain),
  'max-certificate-bundle-size': flag.integer('Largest CA bundle in bytes of PEM', usualPemLimits.bundle),
};

export function pemLimitsOf(values: flag.FlagValues<typeof pemFlags>): PemLimits {
  return {
    certificate: values['max-certificate-size'],
    privateKey: values['max-private-key-size'],
    chain: values['max-certificate-chain-length'],
    bundle: values['max-certificate-bundle-size'],
  };
}
