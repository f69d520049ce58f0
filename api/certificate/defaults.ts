import { durationSeconds } from '../duration.ts';
import type { IssuerRef } from '../references.ts';
import type { KeyUsage } from '../schema/usages.ts';
import type {
  CertificateSpec,
  JksKeystore,
  Pkcs12Keystore,
  Pkcs12Profile,
  PrivateKeyOptions,
  SignatureAlgorithm,
} from './certificate.ts';

/** What an author leaves out means this. Nothing here is stored, unless the admission webhook is told to. */

/** `spec.privateKey` with nothing left out. */
export interface EffectivePrivateKey {
  readonly algorithm: NonNullable<PrivateKeyOptions['algorithm']>;
  /** Bits; 0 for Ed25519, which has one size. */
  readonly size: number;
  readonly encoding: NonNullable<PrivateKeyOptions['encoding']>;
  readonly rotationPolicy: NonNullable<PrivateKeyOptions['rotationPolicy']>;
}

const defaultSizes = { RSA: 2048, ECDSA: 256, Ed25519: 0 } as const;

/** Algorithm and size are RSA 2048 or ECDSA 256 by default; a size of 0 counts as left out. */
export function effectivePrivateKey({
  privateKey,
}: Pick<CertificateSpec, 'privateKey'>): EffectivePrivateKey {
  const { algorithm = 'RSA', size = 0, encoding = 'PKCS1', rotationPolicy = 'Always' } = privateKey ?? {};
  const fits = size > 0 && algorithm !== 'Ed25519';
  return { algorithm, size: fits ? size : defaultSizes[algorithm], encoding, rotationPolicy };
}

export const defaultUsages: readonly KeyUsage[] = ['digital signature', 'key encipherment'];

/** As stated, without the `cert sign` that `isCA` adds to the certificate. */
export function effectiveUsages({ usages }: { readonly usages?: readonly KeyUsage[] }): readonly KeyUsage[] {
  return usages === undefined || usages.length === 0 ? defaultUsages : usages;
}

export const defaultDuration = '2160h';

/** @throws {TerminalFailure} `InvalidDuration` */
export function effectiveDurationSeconds({ duration }: { readonly duration?: string }): number {
  return durationSeconds(duration ?? defaultDuration);
}

/** When to renew, as `pki` wants it; both members missing means a third of the granted lifetime before its end. */
export interface RenewalMargin {
  readonly renewBeforeSeconds?: number;
  readonly renewBeforePercentage?: number;
}

/** @throws {TerminalFailure} `InvalidDuration` */
export function renewalMargin(
  spec: Pick<CertificateSpec, 'renewBefore' | 'renewBeforePercentage'>,
): RenewalMargin {
  const { renewBefore, renewBeforePercentage } = spec;
  return {
    ...(renewBefore !== undefined && { renewBeforeSeconds: durationSeconds(renewBefore) }),
    ...(renewBeforePercentage !== undefined && { renewBeforePercentage }),
  };
}

export const defaultIssuerKind = 'Issuer';
export const defaultIssuerGroup = 'cert-manager.io';

/** An empty kind or group counts as left out. */
export function effectiveIssuerRef({ name, kind, group }: IssuerRef): Required<IssuerRef> {
  return { name, kind: kind || defaultIssuerKind, group: group || defaultIssuerGroup };
}

function rsaSignature(bits: number): SignatureAlgorithm {
  if (bits >= 4096) return 'SHA512WithRSA';
  return bits >= 3072 ? 'SHA384WithRSA' : 'SHA256WithRSA';
}

function ecdsaSignature(bits: number): SignatureAlgorithm {
  if (bits === 521) return 'ECDSAWithSHA512';
  return bits === 384 ? 'ECDSAWithSHA384' : 'ECDSAWithSHA256';
}

/** What signs the signing request; the hash follows the strength of the key. */
export function effectiveSignatureAlgorithm(
  spec: Pick<CertificateSpec, 'privateKey' | 'signatureAlgorithm'>,
): SignatureAlgorithm {
  if (spec.signatureAlgorithm !== undefined) return spec.signatureAlgorithm;
  const { algorithm, size } = effectivePrivateKey(spec);
  switch (algorithm) {
    case 'RSA':
      return rsaSignature(size);
    case 'ECDSA':
      return ecdsaSignature(size);
    case 'Ed25519':
      return 'PureEd25519';
    default:
      return algorithm satisfies never;
  }
}

/** How many CertificateRequests are kept. */
export function effectiveRevisionHistoryLimit({
  revisionHistoryLimit = 1,
}: Pick<CertificateSpec, 'revisionHistoryLimit'>): number {
  return revisionHistoryLimit;
}

export function effectiveJksAlias({ alias }: Pick<JksKeystore, 'alias'>): string {
  return alias || 'certificate';
}

export function effectivePkcs12Profile({
  profile = 'LegacyRC2',
}: Pick<Pkcs12Keystore, 'profile'>): Pkcs12Profile {
  return profile;
}
