import { stringify } from 'yaml';
import { certificateRequestRules } from '../api/certificate-request/rules/index.ts';
import { gateRules } from '../api/certificate/gates.ts';
import { certificateRules } from '../api/certificate/rules/index.ts';
import { challengeRules } from '../api/challenge/rules/index.ts';
import { judgeExample } from '../api/reference/judge-example.ts';
import { referenceRules } from '../api/reference/rules/index.ts';
import { issuerRules } from '../api/issuer/rules/index.ts';
import { newOrderRules, orderRules } from '../api/order/rules/index.ts';
import type { KubeObject } from '../api/resource.ts';
import type { Rule, Severity, Violation } from '../api/rule.ts';
import { decoders } from '../pki/candidates.ts';
import { messageOf } from './problem.ts';
import type { Level, RuleFacts } from './rule.ts';
import { describedRules } from './rules/check/index.ts';
import { gitopsRules } from './rules/gitops/index.ts';
import { manifestRules } from './rules/manifest/index.ts';
import { treeRules } from './rules/reference/index.ts';
import { treeOf } from './tree.ts';

/** A rule's example, worked out when somebody asks for it. */
export interface Explanation {
  /** YAML that breaks the rule. */
  readonly example: string;
  readonly messages: readonly string[];
}

export interface CatalogueEntry extends RuleFacts {
  readonly explain: () => Explanation;
}

function yamlOf(objects: readonly object[]): string {
  const texts = objects.map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }));
  return texts.join('---\n').trimEnd();
}

function messagesOf(level: Level, violations: readonly Violation[]): readonly string[] {
  return violations.map((violation) => messageOf(level, violation));
}

function levelOf(severity: Severity): Level {
  return severity === 'deny' ? 'error' : 'warning';
}

/** A rule of admission; `show` gives the object that it looks at. */
function admission<Subject>(
  rules: readonly Rule<Subject>[],
  show: (subject: Subject) => KubeObject,
): readonly CatalogueEntry[] {
  return rules.map((rule) => {
    const { id, field, source, severity, fails } = rule;
    const level = levelOf(severity);
    const explain = (): Explanation => {
      const [first] = fails;
      if (first === undefined) return { example: '', messages: [] };
      const { before, after } = first;
      const objects = before === undefined ? [show(after)] : [show(before), show(after)];
      return { example: yamlOf(objects), messages: messagesOf(level, rule.check(after, before)) };
    };
    return { id, field, level, source, explain };
  });
}

const gatesOff = { LiteralCertificateSubject: false, NameConstraints: false, OtherNames: false };

const itself = (object: KubeObject): KubeObject => object;

function ofAdmission(): readonly CatalogueEntry[] {
  return [
    ...admission([...certificateRules, ...gateRules(gatesOff)], ({ certificate }) => certificate),
    ...admission(issuerRules, itself),
    ...admission(certificateRequestRules, ({ request }) => request),
    ...admission(orderRules, itself),
    ...admission(newOrderRules, ({ order }) => order),
    ...admission(challengeRules, itself),
  ];
}

function ofTheCheck(): readonly CatalogueEntry[] {
  const single = [...manifestRules, ...gitopsRules].map((rule): CatalogueEntry => {
    const explain = (): Explanation => {
      const examples = rule.fails.slice(0, 1);
      const flaws = examples.flatMap((object) => rule.check(object));
      return { example: yamlOf(examples), messages: messagesOf(rule.level, flaws) };
    };
    return { ...rule, explain };
  });
  const together = treeRules.map((rule): CatalogueEntry => {
    const explain = (): Explanation => {
      const [objects = []] = rule.fails;
      return { example: yamlOf(objects), messages: messagesOf(rule.level, rule.check(treeOf(objects))) };
    };
    return { ...rule, explain };
  });
  const references = referenceRules.map(({ id, field, severity, source, fails }): CatalogueEntry => {
    const level = levelOf(severity);
    const explain = (): Explanation => {
      const [objects = []] = fails;
      const found = judgeExample(objects, decoders).filter(({ rule }) => rule === id);
      return {
        example: yamlOf(objects),
        messages: messagesOf(
          level,
          found.map(({ violation }) => violation),
        ),
      };
    };
    return { id, field, level, source, explain };
  });
  const described = describedRules.map((rule): CatalogueEntry => {
    return { ...rule, explain: () => ({ example: rule.example, messages: [] }) };
  });
  return [...single, ...together, ...references, ...described];
}

/** Every rule there is, by id. */
export function catalogue(): readonly CatalogueEntry[] {
  const entries = [...ofAdmission(), ...ofTheCheck()];
  return entries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
