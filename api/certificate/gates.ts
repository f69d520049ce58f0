import type { Rule } from '../rule.ts';
import { at, type CertificateCandidate } from './candidate.ts';
import type { CertificateSpec } from './certificate.ts';

/** Feature gates that switch members of the Certificate off (upstream's names; all are on by default). */
export interface CertificateGates {
  readonly LiteralCertificateSubject: boolean;
  readonly NameConstraints: boolean;
  readonly OtherNames: boolean;
}

interface Gated {
  readonly gate: keyof CertificateGates;
  readonly id: string;
  readonly member: 'literalSubject' | 'nameConstraints' | 'otherNames';
  readonly example: Partial<CertificateSpec>;
}

const gated: readonly Gated[] = [
  {
    gate: 'LiteralCertificateSubject',
    id: 'literal-subject-is-enabled',
    member: 'literalSubject',
    example: { literalSubject: 'CN=shop' },
  },
  {
    gate: 'NameConstraints',
    id: 'name-constraints-are-enabled',
    member: 'nameConstraints',
    example: { nameConstraints: {} },
  },
  {
    gate: 'OtherNames',
    id: 'other-names-are-enabled',
    member: 'otherNames',
    example: { otherNames: [{ oid: '1.2', utf8Value: 'x' }] },
  },
];

function isStated(value: CertificateSpec[Gated['member']]): boolean {
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function refusing({ gate, id, member, example }: Gated): Rule<CertificateCandidate> {
  return {
    id: `certificate/${id}`,
    field: `spec.${member}`,
    severity: 'deny',
    source: 'cert-manager v1.21 CE5, CE15, CE33',
    passes: [at({})],
    fails: [at(example)],
    beyondCel: 'knows-the-gates',
    check: ({ certificate: { spec } }) =>
      isStated(spec[member])
        ? [
            {
              field: `spec.${member}`,
              kind: 'Forbidden',
              detail: `feature gate ${gate} is off: start the webhook and the controller with --feature-gates=${gate}=true`,
            },
          ]
        : [],
  };
}

/** The rules for gates that are off: what the controller would ignore is refused instead. */
export function gateRules(gates: CertificateGates): readonly Rule<CertificateCandidate>[] {
  return gated.filter(({ gate }) => !gates[gate]).map(refusing);
}
