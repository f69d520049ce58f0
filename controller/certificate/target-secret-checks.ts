import { secretAnnotations, secretLabels } from '../../api/annotations.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { sameValue } from '../../api/same-value.ts';
import type { LeafFacts, SecretFacts } from '../secret-facts.ts';
import { sameMembers } from '../same-members.ts';
import type { Settings } from '../settings.ts';
import { detailAnnotations } from './details.ts';
import { keystoreNames } from './keystore-entries.ts';
import { ownerReference } from './target-secret.ts';

interface Subject {
  readonly certificate: Certificate;
  readonly secret: SecretFacts;
  readonly leaf: LeafFacts;
  readonly ownedByCertificate: boolean;
}

/**
 * What a target Secret, beside key and certificate, does not have as the Certificate asks for it. Wrong values are put
 * right, and what we put there once and is not asked for any more is taken away; what others added is theirs.
 *
 * @returns for the log; `undefined` when all is well
 */
export function untidiness(
  certificate: Certificate,
  secret: SecretFacts,
  leaf: LeafFacts,
  settings: Pick<Settings, 'enableCertificateOwnerRef'>,
): string | undefined {
  const subject = { certificate, secret, leaf, ownedByCertificate: settings.enableCertificateOwnerRef };
  for (const [why, isWrong] of checks) if (isWrong(subject)) return why;
  return undefined;
}

const checks: readonly (readonly [why: string, isWrong: (subject: Subject) => boolean])[] = [
  ['labels of ours are missing, wrong or too many', labelsDiffer],
  ['annotations of ours are missing, wrong or too many', annotationsDiffer],
  ['additional output formats are missing, wrong or too many', formatsDiffer],
  ['the owner reference is missing, wrong or not wanted', ownerDiffers],
  ['keystores are missing or too many', keystoresDiffer],
];

function labelsDiffer({ certificate, secret }: Subject): boolean {
  const wanted = { ...certificate.spec.secretTemplate?.labels, [secretLabels.watched]: 'true' };
  return entriesDiffer(wanted, secret.metadata.labels, secret.managed.labels);
}

/** Said about the issuance, not about the certificate: they are written with it and never judged afterwards. */
const issuanceAnnotations: ReadonlySet<string> = new Set([
  secretAnnotations.certificateName,
  secretAnnotations.issuerName,
  secretAnnotations.issuerKind,
  secretAnnotations.issuerGroup,
]);

function annotationsDiffer({ certificate, secret, leaf }: Subject): boolean {
  const all = { ...certificate.spec.secretTemplate?.annotations, ...detailAnnotations(leaf) };
  const judged = (name: string): boolean => !issuanceAnnotations.has(name);
  const wanted = Object.fromEntries(Object.entries(all).filter(([name]) => judged(name)));
  return entriesDiffer(wanted, secret.metadata.annotations, secret.managed.annotations.filter(judged));
}

type Texts = Readonly<Record<string, string>>;

/** Each has the value wanted and is ours, so that it can be taken away some day; and nothing else is ours. */
function entriesDiffer(wanted: Texts, present: Texts | undefined, owned: readonly string[]): boolean {
  const wrong = Object.entries(wanted).some(([name, value]) => present?.[name] !== value);
  return wrong || !sameMembers(Object.keys(wanted), owned);
}

function formatsDiffer({ certificate, secret }: Subject): boolean {
  const wanted = new Set((certificate.spec.additionalOutputFormats ?? []).map(({ type }) => type));
  const { der, combinedPem } = secret.formats;
  return (
    formatDiffers(wanted.has('DER'), der, secret.managed.dataKeys.includes('key.der')) ||
    formatDiffers(
      wanted.has('CombinedPEM'),
      combinedPem,
      secret.managed.dataKeys.includes('tls-combined.pem'),
    )
  );
}

function formatDiffers(wanted: boolean, right: boolean, ours: boolean): boolean {
  return wanted ? !right || !ours : ours;
}

function ownerDiffers({ certificate, secret, ownedByCertificate }: Subject): boolean {
  const wanted = ownerReference(certificate);
  const ours = secret.managed.ownerUids.includes(wanted.uid);
  if (!ownedByCertificate) return ours;
  return !ours || !(secret.metadata.ownerReferences ?? []).some((reference) => sameValue(reference, wanted));
}

/** Only whether they are there: what is in them cannot be seen without the password. */
function keystoresDiffer(subject: Subject): boolean {
  const { jks, pkcs12 } = subject.certificate.spec.keystores ?? {};
  return (
    keystoreDiffers(jks?.create === true, keystoreNames.jks, subject) ||
    keystoreDiffers(pkcs12?.create === true, keystoreNames.pkcs12, subject)
  );
}

function keystoreDiffers(
  wanted: boolean,
  { keyStore, trustStore }: { readonly keyStore: string; readonly trustStore: string },
  { secret }: Subject,
): boolean {
  const differs = (isWanted: boolean, name: string): boolean =>
    isWanted ? !secret.dataKeys.includes(name) : secret.managed.dataKeys.includes(name);
  return differs(wanted, keyStore) || differs(wanted && secret.caPresent, trustStore);
}
