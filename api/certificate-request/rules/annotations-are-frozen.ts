import { has } from '../../cel.ts';
import { mapKey } from '../../field-syntax.ts';
import type { Rule } from '../../rule.ts';
import { changed } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

const frozen = ['cert-manager.io', 'acme.cert-manager.io'];

const detail = 'cannot change cert-manager annotation after creation';

/** CEL: that every annotation of ours on the one side is the same on the other. */
function keepsThoseOf(one: string, other: string): string {
  const [these, those] = [`${one}.metadata.annotations`, `${other}.metadata.annotations`];
  const isOurs = frozen.map((prefix) => `key.startsWith('${prefix}')`).join(' || ');
  const isKept = `has(${those}) && key in ${those} && ${those}[key] == ${these}[key]`;
  return `(!(${has(one, 'metadata.annotations')}) || ${these}.all(key, !(${isOurs}) || (${isKept})))`;
}

export const annotationsAreFrozen: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/annotations-are-frozen',
  field: 'metadata.annotations',
  severity: 'deny',
  source: 'cert-manager v1.21 CR10',
  passes: [changed({ annotations: { note: 'a' } }, { annotations: { note: 'b' } })],
  fails: [
    changed({}, { annotations: { 'cert-manager.io/certificate-name': 'x' } }),
    changed({ annotations: { 'acme.cert-manager.io/x': 'a' } }, {}),
  ],
  cel: [
    {
      valid: `${keepsThoseOf('object', 'oldObject')} && ${keepsThoseOf('oldObject', 'object')}`,
      says: { field: 'metadata.annotations', kind: 'Forbidden', detail },
    },
  ],
  check(after, before) {
    if (!before) return [];
    const was = before.request.metadata.annotations ?? {};
    const is = after.request.metadata.annotations ?? {};
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) =>
      frozen.some((prefix) => key.startsWith(prefix)),
    );
    const touched = keys.filter((key) => was[key] !== is[key]);
    return touched.map((key) => ({
      field: mapKey('metadata.annotations', key),
      kind: 'Forbidden' as const,
      detail,
    }));
  },
};
