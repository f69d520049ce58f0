import { matches } from '../../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

/** What another rule lets through: numbers joined by dots. */
const looksLikeOne = /^[+-]?\d+(\.[+-]?\d+)*$/;

/** What ASN.1 can encode and reads back as it was written (ITU-T X.660 section 7.6). */
const isOne = /^(?:[01]\.[1-3]?\d|2\.(?:0|[1-9]\d*))(?:\.(?:0|[1-9]\d*))*$/;

const oid = (text: string) => at({ otherNames: [{ oid: text, utf8Value: 'x' }] });

export const otherNameOidsCanBeEncoded: Rule<CertificateCandidate> = {
  id: 'certificate/other-name-oids-can-be-encoded',
  field: 'spec.otherNames',
  severity: 'deny',
  source: 'gaps C13, C14: issuing never begins, or never ends; ITU-T X.660',
  passes: [oid('1.3.6.1.4.1.311.20.2.3'), oid('2.999.0')],
  fails: [oid('3.1'), oid('2'), oid('1.40'), oid('01.2.3'), oid('+1.2.3'), oid('1.2.-3')],
  cel: [
    {
      each: 'spec.otherNames',
      valid: `!has(entry.oid) || !${matches('entry.oid', looksLikeOne)} || ${matches('entry.oid', isOne)}`,
      value: 'entry.oid',
    },
  ],
  check({ certificate: { spec } }) {
    return (spec.otherNames ?? []).flatMap(({ oid: text = '' }, index): Violation[] => {
      if (!looksLikeOne.test(text) || isOne.test(text)) return [];
      const detail =
        'is no object identifier: two numbers or more without signs and leading zeros, the first 0 to 2, the second below 40 after 0 and 1';
      return [{ field: `spec.otherNames[${index}].oid`, kind: 'Invalid', value: text, detail }];
    });
  },
};
