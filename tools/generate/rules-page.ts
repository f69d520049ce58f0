import { stringify } from 'yaml';

import { issuerAnnotations } from '../../api/annotations.ts';
import type { KubeObject } from '../../api/resource.ts';
import { sentenceOf } from '../../api/rule-sentence.ts';
import { describeViolation } from '../../api/rule.ts';
import { lineDiff } from './line-diff.ts';
import type { Output } from './output.ts';
import { reasonOf } from './rule-reasons.ts';
import {
  type PrintableExample,
  type PrintableFamily,
  type PrintableRule,
  ruleFamilies,
} from './rule-families.ts';

/** Longer texts and lists are cut in the middle of the page, not in what is judged. */
const longestText = 60;
const longestList = 4;

function shortened(value: unknown): unknown {
  if (typeof value === 'string' && value.length > longestText)
    return `${value.slice(0, longestText / 2)}... (${value.length} characters)`;
  if (Array.isArray(value)) {
    const rest = value.length > longestList ? [`... (${value.length} entries)`] : [];
    return [...value.slice(0, rest.length > 0 ? 2 : longestList).map(shortened), ...rest];
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shortened(member)]));
}

/** What matters of an object: everything but how it is called. */
function yamlOf(object: KubeObject): string {
  const { spec, status, metadata } = object as KubeObject & { spec?: unknown; status?: unknown };
  const { annotations } = metadata;
  const shown = {
    ...(annotations && { metadata: { annotations } }),
    spec,
    ...(status !== undefined && { status }),
  };
  return stringify(shortened(shown), { lineWidth: 0, aliasDuplicateObjects: false }).trim();
}

/** One of several objects, with how it is called: the others refer to it by that. */
function namedYaml(object: KubeObject): string {
  const { kind, metadata, ...rest } = object;
  const { apiVersion: _, ...members } = rest as typeof rest & { apiVersion?: string };
  const shown = { kind, metadata, ...members };
  return stringify(shortened(shown), { lineWidth: 0, aliasDuplicateObjects: false }).trim();
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function exampleOf({ before, object, others, decoded }: PrintableExample): string {
  if (others) return block('yaml', [object, ...others].map(namedYaml).join('\n---\n'));
  const facts = decoded === undefined ? '' : `# The CSR says: ${JSON.stringify(decoded)}\n`;
  const after = block('yaml', facts + yamlOf(object));
  return before === undefined ? after : `${block('yaml', yamlOf(before))}\n\nmay not become\n\n${after}`;
}

function messagesOf({ violations }: PrintableExample, { severity }: PrintableRule): string {
  const texts = violations.map((violation) =>
    severity === 'deny' ? describeViolation(violation) : `Warning: ${violation.field}: ${violation.detail}`,
  );
  return block('text', texts.join('\n'));
}

/** The smallest change that makes the example pass. */
function mendingOf({ failing, passing }: PrintableRule): string {
  const textOf = failing.others
    ? (objects: readonly KubeObject[]) => objects.map(namedYaml).join('\n---\n')
    : (objects: readonly KubeObject[]) => objects.map(yamlOf).join('\n');
  const wrong = textOf([failing.object, ...(failing.others ?? [])]);
  const diffs = passing.map((objects) => lineDiff(wrong, textOf(objects)));
  const [least] = diffs.filter(({ length }) => length > 0).toSorted((a, b) => a.length - b.length);
  if (least) return `Mended, for example, by\n\n${block('diff', least.join('\n'))}`;
  if (failing.before) return 'Mended by leaving it as it was, or by a new object.';
  return 'Mended where the bytes come from: the object says what they should hold.';
}

function ruleSection(rule: PrintableRule): string {
  const { id, field, severity, source, guards, failing } = rule;
  const what = `${sentenceOf(id)}. About \`${field}\`, ${severity === 'deny' ? 'refused' : 'warned of'}.`;
  const why = `Why: ${[reasonOf(source), `Source: ${source}.`].filter((text) => text !== '').join(' ')}`;
  const about = [`### ${id}`, what, why, ...(guards === '' ? [] : [guards])];
  const parts = [...about, exampleOf(failing), messagesOf(failing, rule), mendingOf(rule)];
  return parts.join('\n\n');
}

function familySection({ title, rules }: PrintableFamily): string {
  return [`## ${title}`, ...rules.map(ruleSection)].join('\n\n');
}

const introduction = `# Rules

What the admission webhook refuses, and what it warns of: printed from the rules in \`api/*/rules/\` by \`make generate\`.
Each has an id that never changes, the field it is about, where it comes from ("cert-manager v1.21 CE1" is a check of its
webhook, "gap C1" something it lets through that then fails) and why, an example that breaks it, what people are told, and
how to mend it.
Refused is only what has become wrong: an object that was wrong before can still be changed elsewhere, and deleted.
Who may approve is no rule but a check of its own: it is about who writes, not about what ([admission.md](admission.md)).
The webhook and \`certloom check\` know every rule. The policies are the chart's ValidatingAdmissionPolicies
(\`policies.enabled\`), for clusters without the webhook; what stands in the CRD, too, holds whatever is installed.

The last chapter is about several objects together. Admission only warns of what it says there, because Git applies objects
in any order; \`webhook.references.deny\` of the chart names the rules that shall refuse. \`certloom check\` sees all of
them at once and fails where it says "refused". What tenants may do stands in annotations of the Issuer or ClusterIssuer:

| annotation | value |
|---|---|
| \`${issuerAnnotations.allowedNamespaces}\` | namespaces that may use it, with \`*\` for any letters: \`team-a, shop-*\` |
| \`${issuerAnnotations.allowedDnsSuffixes}\` | domains that it may be used for, each with all names below it: \`shop.example, shop.test\`; IP addresses and other names that belong to none of them are not allowed |
| \`${issuerAnnotations.weeklyCertificates}\` | how many certificates its CA gives out for one registered domain in a week, where that is not Let's Encrypt's 50 |

An empty list of namespaces or domains allows nobody and nothing. Certificates and CertificateRequests are judged as they
are made; to guard rather than to warn, refuse, and let only those change an issuer who may say what it is for.`;

/** `docs/rules.md`. */
export function rulesPage(): Output {
  const sections = ruleFamilies().map(familySection);
  return { path: 'docs/rules.md', content: `${[introduction, ...sections].join('\n\n')}\n` };
}
