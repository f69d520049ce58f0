import { toldBy } from '../../api/cel-told.ts';
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
import type { CelRule } from './cel-rule.ts';
import { schemaChecks } from './cel-schema.ts';
import type { CelCheck, Rule } from '../../api/rule.ts';

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

function celRule<Subject>(rule: Rule<Subject>, check: CelCheck): CelRule {
  const { says: _says, tells: _tells, ...rest } = check;
  const { id, severity, beyondCel } = rule;
  return {
    ...rest,
    id,
    severity,
    whole: beyondCel === undefined || beyondCel === 'schema-first',
    says: toldBy(rule, check),
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
    family(
      'certificates',
      [certificates],
      [...schemaChecks(certificates, 'certificate'), ...celRules(certificateRules)],
    ),
    family(
      'issuers',
      [issuers, clusterIssuers],
      [...schemaChecks(issuers, 'issuer'), ...celRules(issuerRules)],
    ),
    family(
      'certificaterequests',
      [certificateRequests],
      [...schemaChecks(certificateRequests, 'certificate-request'), ...celRules(certificateRequestRules)],
      true,
    ),
    family('orders', [orders], [...schemaChecks(orders, 'order'), ...celRules(orderRules)], true),
    family(
      'challenges',
      [challenges],
      [...schemaChecks(challenges, 'challenge'), ...celRules(challengeRules)],
    ),
  ];
}
