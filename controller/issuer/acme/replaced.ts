import { secretAnnotations } from '../../../api/annotations.ts';
import { effectiveIssuerRef } from '../../../api/certificate/defaults.ts';
import type { CertificateRequest } from '../../../api/certificate-request/certificate-request.ts';
import { certificateId } from '../../../pki/renewal-information.ts';
import { controllerUid } from '../../owner.ts';
import { type SecretFacts, isReadable, isTemporary } from '../../secret-facts.ts';
import type { ControllerTools } from '../../wiring.ts';

/**
 * Which certificate a request will replace, by the name that its CA knows it by: the one in the target Secret, if the
 * same issuer made it. CAs spare such orders their rate limits (RFC 9773 section 5).
 *
 * @returns `undefined` where there is none, or CAs are not to be told
 */
export function replacedBy(
  { stores, settings }: Pick<ControllerTools, 'stores' | 'settings'>,
  request: CertificateRequest,
): string | undefined {
  if (!settings.gates.ACMEUseARI) return undefined;
  const [certificate] = stores.certificates.by('uid', controllerUid(request) ?? '');
  if (certificate === undefined) return undefined;
  const secret = stores.secrets.get(`${request.metadata.namespace}/${certificate.spec.secretName}`);
  if (!isReadable(secret?.leaf) || isTemporary(secret)) return undefined;
  return isFrom(secret, request) ? certificateId(secret.leaf) : undefined;
}

function isFrom({ metadata: { annotations = {} } }: SecretFacts, { spec }: CertificateRequest): boolean {
  const wanted = effectiveIssuerRef(spec.issuerRef);
  const made = effectiveIssuerRef({
    name: annotations[secretAnnotations.issuerName] ?? '',
    kind: annotations[secretAnnotations.issuerKind] ?? '',
    group: annotations[secretAnnotations.issuerGroup] ?? '',
  });
  return made.name === wanted.name && made.kind === wanted.kind && made.group === wanted.group;
}
