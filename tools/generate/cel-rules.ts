import { certificateRequestRules } from '../../api/certificate-request/rules/index.ts';
import { certificateRules } from '../../api/certificate/rules/index.ts';
import { challengeRules } from '../../api/challenge/rules/index.ts';
import { issuerRules } from '../../api/issuer/rules/index.ts';
import {
  certificateRequests,
  certificates,
  challenges,
  clusterIssuers,
  issuers,
  orders,
} from '../../api/kinds.ts';
import { orderRules } from '../../api/order/rules/index.ts';
import type { Resource } from '../../api/resource.ts';
import type { CelCheck, Rule, Severity, Violation } from '../../api/rule.ts';

/** A check in CEL with all that is known of it. */
export interface CelRule extends Pick<CelCheck, 'valid' | 'value' | 'inCrd'> {
  /** Of the rule. */
  readonly id: string;
  readonly severity: Severity;
  readonly says: Pick<Violation, 'field' | 'kind' | 'detail'>;
}

/** The kinds that one list of rules is about. */
export interface CelFamily {
  readonly name: string;
  readonly resources: readonly Resource[];
  /** Whether rules are about the status, too. */
  readonly ofStatus: boolean;
  readonly rules: readonly CelRule[];
}

function celRules<Subject>(rules: readonly Rule<Subject>[]): readonly CelRule[] {
  return rules.flatMap((rule) => (rule.cel ?? []).map((check) => celRule(rule, check)));
}

function celRule<Subject>(rule: Rule<Subject>, { says, value, ...check }: CelCheck): CelRule {
  const [example] = rule.fails;
  const told = example && rule.check(example.after, example.before)[0];
  if (told === undefined) throw new Error(`${rule.id} has no example that fails`);
  if (says === undefined && told.value !== undefined && value === undefined)
    throw new Error(`${rule.id} shows a value, and its CEL does not say which`);
  const { field, kind, detail } = says ?? told;
  return {
    ...check,
    ...(value !== undefined && { value }),
    id: rule.id,
    severity: rule.severity,
    says: { field, kind, detail },
  };
}

/** Every check in CEL there is, in the order of the documentation. */
export function celFamilies(): readonly CelFamily[] {
  const family = (
    name: string,
    resources: readonly Resource[],
    rules: readonly CelRule[],
    ofStatus = false,
  ): CelFamily => ({ name, resources, rules, ofStatus });
  return [
    family('certificates', [certificates], celRules(certificateRules)),
    family('issuers', [issuers, clusterIssuers], celRules(issuerRules)),
    family('certificaterequests', [certificateRequests], celRules(certificateRequestRules), true),
    family('orders', [orders], celRules(orderRules), true),
    family('challenges', [challenges], celRules(challengeRules)),
  ];
}
