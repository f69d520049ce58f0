import { describe, expect, it } from 'vitest';
import { gateRules } from './certificate/gates.ts';
import { certificateRequestRules } from './certificate-request/rules/index.ts';
import { certificateRules } from './certificate/rules/index.ts';
import { challengeRules } from './challenge/rules/index.ts';
import { issuerRules } from './issuer/rules/index.ts';
import { newOrderRules, orderRules } from './order/rules/index.ts';
import { referenceRules } from './reference/rules/index.ts';

/** The checks of cert-manager's webhook and the gaps in them, by series and how many there are. */
const series: Readonly<Record<string, number>> = {
  CE: 44,
  CR: 13,
  IS: 2,
  AC: 6,
  SO: 3,
  HT: 7,
  DN: 25,
  CA: 3,
  VA: 14,
  VE: 5,
  OR: 5,
  CH: 1,
  C: 42,
  R: 8,
  A: 12,
  H: 10,
  D: 14,
  K: 4,
  V: 9,
  N: 4,
  O: 5,
};

/** Those that no rule is for, and why. */
const left: Readonly<Record<string, string>> = {
  CE10: 'cannot happen: a common name that the parser reads is a text',
  CR7: 'the schema refuses it before: conditions are a list with one entry for each type',
  C25: 'the controller leaves what people may set out of its comparison',
  C40: 'metadata of a Secret does not say which algorithm its key is of; the controller says so on the Certificate',
  C41: 'which namespaces are left alone is a value of the chart: webhook.validating.namespaceSelector',
  C42: 'parity: bytes are counted as cert-manager does',
  A5: 'needs the bytes of the account key; the Issuer says so in its status',
  A6: 'the controller reads every spelling of base64',
  A8: 'needs the directory of the server; the Issuer and the Order say so in their status',
  A9: 'needs the directory of the server; the Order says so in its status',
  A10: 'needs the chains that the server offers, which come with the certificate',
  H2: 'a flag of the controller, which the webhook does not know; the Challenge says so in its status',
  D11: 'needs the list of APIServices; the Challenge says so in its status',
  D13: 'white space around secrets is left out as they are read',
  K2: 'needs the bytes of the certificate; the Issuer says so in its status',
  V7: 'the path is put together by the controller',
};

const rules = [
  ...certificateRules,
  ...gateRules({ LiteralCertificateSubject: false, NameConstraints: false, OtherNames: false }),
  ...issuerRules,
  ...certificateRequestRules,
  ...orderRules,
  ...newOrderRules,
  ...challengeRules,
  ...referenceRules,
];
const named = new Set(rules.flatMap(({ source }) => source.match(/\b[A-Z]{1,2}\d+\b/g) ?? []));
const rows = Object.entries(series).flatMap(([name, count]) =>
  Array.from({ length: count }, (_, index) => `${name}${index + 1}`),
);

describe('what cert-manager refuses, and what it should', () => {
  it('has a rule for each, or a reason why not', () => {
    expect(rows.filter((row) => !named.has(row) && left[row] === undefined)).toEqual([]);
  });

  it('has no reason for what has a rule', () => {
    expect(Object.keys(left).filter((row) => named.has(row) || !rows.includes(row))).toEqual([]);
  });
});
