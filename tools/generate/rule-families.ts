import type { CertificateRequestCandidate } from '../../api/certificate-request/candidate.ts';
import { certificateRequestRules } from '../../api/certificate-request/rules/index.ts';
import { gateRules } from '../../api/certificate/gates.ts';
import { certificateRules } from '../../api/certificate/rules/index.ts';
import { challengeRules } from '../../api/challenge/rules/index.ts';
import { issuerRules } from '../../api/issuer/rules/index.ts';
import { judgeExample } from '../../api/reference/judge-example.ts';
import type { ReferenceRule } from '../../api/reference/reference-rule.ts';
import { referenceRules } from '../../api/reference/rules/index.ts';
import { identityIsThatOfTheRequester } from '../../webhook/identity-rule.ts';
import { decoders } from '../../pki/candidates.ts';
import { newOrderRules, orderRules } from '../../api/order/rules/index.ts';
import { guardsOf } from './rule-guards.ts';
import type { KubeObject } from '../../api/resource.ts';
import type { Example, Rule, Severity, Violation } from '../../api/rule.ts';

/** A rule with its first failing example worked out. */
export interface PrintableRule {
  readonly id: string;
  readonly field: string;
  readonly severity: Severity;
  readonly source: string;
  /** Nothing for what is about several objects. */
  readonly guards: string;
  readonly failing: PrintableExample;
  /** Examples that pass, for how to mend the one that does not; none where what was read out of bytes decides. */
  readonly passing: readonly (readonly KubeObject[])[];
}

export interface PrintableExample {
  /** The object before the change, for rules about changes. */
  readonly before: KubeObject | undefined;
  readonly object: KubeObject;
  /** What it is seen together with. */
  readonly others?: readonly KubeObject[];
  /** What was read out of bytes in the object, where a rule looks at that. */
  readonly decoded: object | undefined;
  readonly violations: readonly Violation[];
}

export interface PrintableFamily {
  readonly title: string;
  readonly rules: readonly PrintableRule[];
}

interface Shown {
  readonly object: KubeObject;
  readonly decoded?: object;
}

function printable<Subject>(rule: Rule<Subject>, show: (subject: Subject) => Shown): PrintableRule {
  const { id, field, severity, source, fails } = rule;
  const [example] = fails;
  if (example === undefined) throw new Error(`${id} has no example that fails`);
  const isShown = example.before === undefined && show(example.after).decoded === undefined;
  const passing = isShown ? rule.passes.filter(({ before }) => before === undefined) : [];
  return {
    id,
    field,
    severity,
    source,
    guards: guardsOf(rule),
    failing: failing(rule, example, show),
    passing: passing.map(({ after }) => [show(after).object]),
  };
}

function failing<Subject>(
  rule: Rule<Subject>,
  { before, after }: Example<Subject>,
  show: (subject: Subject) => Shown,
): PrintableExample {
  const { object, decoded } = show(after);
  return {
    before: before === undefined ? undefined : show(before).object,
    object,
    decoded,
    violations: rule.check(after, before),
  };
}

function family<Subject>(
  title: string,
  rules: readonly Rule<Subject>[],
  show: (subject: Subject) => Shown,
): PrintableFamily {
  return { title, rules: rules.map((rule) => printable(rule, show)) };
}

function shownRequest({ request, decoded }: CertificateRequestCandidate): Shown {
  return Object.keys(decoded).length > 0 ? { object: request, decoded } : { object: request };
}

const gatesOff = { LiteralCertificateSubject: false, NameConstraints: false, OtherNames: false };

/** Of several objects the one that is complained about is the first. */
function reference({ id, field, severity, source, passes, fails }: ReferenceRule<never>): PrintableRule {
  const [[object, ...others] = []] = fails;
  if (object === undefined) throw new Error(`${id} has no example that fails`);
  const found = judgeExample([object, ...others], decoders).filter(({ rule }) => rule === id);
  const violations = found.map(({ violation }) => violation).slice(0, 1);
  return {
    id,
    field,
    severity,
    source,
    guards: '',
    failing: { before: undefined, object, others, decoded: undefined, violations },
    passing: passes,
  };
}

/** Every rule there is, in the order of the documentation. */
export function ruleFamilies(): readonly PrintableFamily[] {
  return [
    family('Certificate', [...certificateRules, ...gateRules(gatesOff)], ({ certificate }) => ({
      object: certificate,
    })),
    family('Issuer and ClusterIssuer', issuerRules, (object) => ({ object })),
    {
      title: 'CertificateRequest',
      rules: [
        ...family('', certificateRequestRules, shownRequest).rules,
        ...family('', [identityIsThatOfTheRequester], ({ request }) => ({ object: request })).rules,
      ],
    },
    {
      title: 'Order',
      rules: [
        ...family('', orderRules, (object) => ({ object })).rules,
        ...family('', newOrderRules, ({ order, decoded }) => ({ object: order, decoded })).rules,
      ],
    },
    family('Challenge', challengeRules, (object) => ({ object })),
    { title: 'Several objects together', rules: referenceRules.map(reference) },
  ];
}
