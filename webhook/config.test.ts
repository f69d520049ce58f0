import { describe, expect, it } from 'vitest';
import { parseYaml } from '../runtime/config-file.ts';
import { defaultsIn } from './config.ts';

const parseWebhookConfig = (text: string) => defaultsIn(parseYaml(text));

describe('the configuration file', () => {
  it('may be empty', () => {
    expect(parseWebhookConfig('')).toEqual({ everywhere: {}, byName: new Map() });
  });

  it('holds defaults for all, and for those who ask by name', () => {
    const text = `
defaults:
  certificate:
    privateKey: { algorithm: ECDSA }
  byNamespace:
    - name: payments
      certificate: { duration: 720h }
`;

    expect(parseWebhookConfig(text)).toEqual({
      everywhere: { privateKey: { algorithm: 'ECDSA' } },
      byName: new Map([['payments', { duration: '720h' }]]),
    });
  });

  it.each([
    ['defaults: { certificate: [] }', 'defaults.certificate must be a map'],
    [
      'defaults: { certificate: { renewbefore: 1h } }',
      'defaults.certificate: there is no renewbefore (did you mean renewBefore?)',
    ],
    [
      'defaults: { certificate: { dnsNames: [a.example] } }',
      'defaults.certificate: there is no dnsNames; known are issuerRef, duration, renewBefore, renewBeforePercentage, privateKey, usages, encodeUsagesInRequest, revisionHistoryLimit',
    ],
    [
      'defaults: { certificate: { duration: 30m } }',
      'defaults.certificate: spec.duration: Invalid value: "30m": must be at least 1h',
    ],
    [
      'defaults: { certificate: { privateKey: { algorithm: ecdsa } } }',
      /^defaults\.certificate: spec\.privateKey\.algorithm: Unsupported value: "ecdsa"/,
    ],
    ['defaults: { byNamespace: [{ name: A }] }', 'defaults.byNamespace[0]: name must be a DNS label'],
    ['defaults: { byNamespace: [{ name: a }, { name: a }] }', 'defaults.byNamespace: two have the same name'],
    ['a: [', /^Flow sequence/],
  ])('with %s is refused', (text, message) => {
    expect(() => parseWebhookConfig(text)).toThrow(message);
  });
});
