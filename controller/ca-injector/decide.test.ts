import { describe, expect, it } from 'vitest';

import type { Secret } from '../../api/secret.ts';
import { createServingCa } from '../../pki/serving.ts';
import { apiService, definition, webhookConfiguration } from '../../test/build/injection.ts';
import { secret } from '../../test/build/secret.ts';
import { askedBy } from './asked.ts';
import { type Remembered, type Seen, decide } from './decide.ts';
import type { Source } from './source.ts';
import { targetKinds } from './target-kind.ts';

const now = new Date('2026-06-01T00:00:00Z');
const hour = 3600;
/** The old one ends in an hour, the new one in two, and the dead one an hour ago. */
const [old, fresh, dead] = await Promise.all([
  createServingCa(now, hour).then(({ certificatePem }) => certificatePem.trim() + '\n'),
  createServingCa(now, 2 * hour).then(({ certificatePem }) => certificatePem.trim() + '\n'),
  createServingCa(new Date(now.getTime() - 3 * hour * 1000), 2 * hour).then(
    ({ certificatePem }) => certificatePem.trim() + '\n',
  ),
]);

const fromCertificate = { 'cert-manager.io/inject-ca-from': 'web/shop' };
const fromSecret = { 'cert-manager.io/inject-ca-from-secret': 'web/shop-ca' };
const fromApiServer = { 'cert-manager.io/inject-apiserver-ca': 'true' };

/** The Secret of Certificate `shop` with this `ca.crt`. */
function issued(ca: string, annotations: Record<string, string> = {}): Secret {
  const text = { 'tls.crt': 'the leaf is never looked at', ...(ca !== '' && { 'ca.crt': ca }) };
  return secret({
    text,
    metadata: { annotations: { 'cert-manager.io/certificate-name': 'shop', ...annotations } },
  });
}

function allowing(ca: string): Secret {
  const metadata = { annotations: { 'cert-manager.io/allow-direct-injection': 'true' } };
  return secret({ name: 'shop-ca', text: { 'ca.crt': ca }, metadata });
}

const ofShop = (ca: string): Source => ({ secretName: 'shop-tls', secret: issued(ca) });

type Kind = keyof typeof targetKinds;

function decided(
  object: Seen['object'],
  source: Source,
  { kind = 'validatingwebhookconfigurations', complaint }: { kind?: Kind; complaint?: Remembered } = {},
) {
  const asked = askedBy(object);
  if (asked === undefined) throw new Error('it does not ask');
  return decide({ object, kind: targetKinds[kind], asked, source, complaint, now });
}

/** What it would write, by where. */
function written(object: Seen['object'], source: Source, kind?: Kind): unknown {
  const [action] = decided(object, source, kind === undefined ? {} : { kind }).actions;
  if (action?.do !== 'write') return undefined;
  return Object.fromEntries(action.changes.map(({ path, pem }) => [path, pem]));
}

/** The place in a configuration's first, second, … webhook. */
const inWebhook = (index: number) => `/webhooks/${index}/clientConfig/caBundle`;

/** What it complains of. */
function complained(object: Seen['object'], source: Source, kind?: Kind): string {
  const [action] = decided(object, source, kind === undefined ? {} : { kind }).actions;
  return action !== undefined && 'message' in action ? `${action.do}: ${action.message}` : '';
}

describe('a webhook configuration that asks for the CA of a Certificate', () => {
  it('gets it in every webhook', () => {
    expect(written(webhookConfiguration(fromCertificate, '', ''), ofShop(fresh))).toEqual({
      [inWebhook(0)]: fresh,
      [inWebhook(1)]: fresh,
    });
  });

  it('keeps the CA before, and what it has already is not touched', () => {
    const there = webhookConfiguration(fromCertificate, old, `# by hand\n${fresh}`, '\n');

    expect(written(there, ofShop(fresh))).toEqual({
      [inWebhook(0)]: `${old}${fresh}`,
      [inWebhook(2)]: fresh,
    });
  });

  it('is not written when all have it, however they are written', () => {
    const { actions, lookAgainSeconds } = decided(
      webhookConfiguration(fromCertificate, `${old}${fresh}`, `a comment\n${fresh}`),
      ofShop(fresh),
    );

    expect(actions).toEqual([]);
    // the old one goes then
    expect(lookAgainSeconds).toBe(hour + 1);
  });

  it('loses one that has expired', () => {
    expect(written(webhookConfiguration(fromCertificate, `${dead}${fresh}`), ofShop(fresh))).toEqual({
      [inWebhook(0)]: fresh,
    });
  });

  it('has nothing to get where there is no webhook', () => {
    expect(decided(webhookConfiguration(fromCertificate), ofShop(fresh)).actions).toEqual([]);
  });
});

describe('what a kind has for a CA', () => {
  const webhook = { clientConfig: { service: { namespace: 'web', name: 'shop' } } };

  it('is one place in an APIService', () => {
    expect(written(apiService(fromCertificate), ofShop(fresh), 'apiservices')).toEqual({
      '/spec/caBundle': fresh,
    });
  });

  it('is one place in a CRD that converts by webhook', () => {
    const crd = definition(fromCertificate, { strategy: 'Webhook', webhook });

    expect(written(crd, ofShop(fresh), 'customresourcedefinitions')).toEqual({
      '/spec/conversion/webhook/clientConfig/caBundle': fresh,
    });
  });

  it.each([undefined, { strategy: 'None' } as const])(
    'is nothing in a CRD that does not: %o',
    (conversion) => {
      const crd = definition(fromCertificate, conversion);

      expect(decided(crd, ofShop(fresh), { kind: 'customresourcedefinitions' }).actions).toEqual([]);
    },
  );

  it('is nothing in an APIService that no CA counts for', () => {
    const blind = apiService(fromCertificate, { insecureSkipTLSVerify: true });

    expect(complained(blind, ofShop(fresh), 'apiservices')).toBe(
      'tell: cert-manager.io/inject-ca-from cannot be followed: spec.insecureSkipTLSVerify is true: remove it, so that a CA counts',
    );
  });
});

describe('the source', () => {
  it('is a Secret that allows it', () => {
    const asking = webhookConfiguration(fromSecret, '');

    expect(written(asking, { secret: allowing(fresh) })).toEqual({ [inWebhook(0)]: fresh });
  });

  it('is the CA that we know the API server by', () => {
    expect(written(webhookConfiguration(fromApiServer, ''), { apiServerCa: fresh })).toEqual({
      [inWebhook(0)]: fresh,
    });
  });

  it.each([
    ['a Secret before a Certificate', { ...fromCertificate, ...fromSecret, ...fromApiServer }, 'secret'],
    ['a Certificate before the API server', { ...fromCertificate, ...fromApiServer }, 'certificate'],
    ['the API server', fromApiServer, 'apiServer'],
  ])('is, of several annotations, %s', (_, annotations, from) => {
    expect(askedBy(webhookConfiguration(annotations))).toMatchObject({ from });
  });

  it.each([{}, { 'cert-manager.io/inject-apiserver-ca': 'false' }])('is none with %o', (annotations) => {
    expect(askedBy(webhookConfiguration(annotations))).toBeUndefined();
  });
});

describe('what cannot be done', () => {
  const named = 'cert-manager.io/inject-ca-from names Certificate "web/shop"';
  const asking = webhookConfiguration(fromCertificate, old);

  it.each(['shop', 'web/', '/shop', 'a/b/c', ''])('is told at once: an annotation of "%s"', (value) => {
    expect(complained(webhookConfiguration({ 'cert-manager.io/inject-ca-from': value }, old), {})).toBe(
      `tell: cert-manager.io/inject-ca-from: "${value}" is not understood: write it as <namespace>/<name>`,
    );
  });

  it.each<[string, Source, string]>([
    ['no Certificate', {}, `${named}, which does not exist: create it, or correct the annotation`],
    [
      'no Secret',
      { secretName: 'shop-tls' },
      `${named}, whose Secret "web/shop-tls" does not exist yet: kubectl describe certificate -n web shop says why`,
    ],
    [
      'nothing issued',
      { secretName: 'shop-tls', secret: secret() },
      `${named}, whose Secret "web/shop-tls" is not annotated cert-manager.io/certificate-name: nothing was issued into it yet`,
    ],
    [
      'the Secret of another',
      { secretName: 'shop-tls', secret: issued(fresh, { 'cert-manager.io/certificate-name': 'other' }) },
      `${named}, whose Secret "web/shop-tls" is annotated cert-manager.io/certificate-name: "other": it holds the certificate of that one, so give each a secretName of its own`,
    ],
    [
      'no ca.crt',
      ofShop(''),
      `${named}, whose Secret "web/shop-tls" has no ca.crt: its issuer hands out none (ACME servers do not), so name a Secret that has one with cert-manager.io/inject-ca-from-secret`,
    ],
  ])('waits a moment, since it may pass: %s', (_, source, message) => {
    expect(complained(asking, source)).toBe(`remember: ${message}`);
    expect(decided(asking, source).lookAgainSeconds).toBe(10);
  });

  it.each<[string, Source]>([
    ['has expired', ofShop(dead)],
    ['cannot be read', ofShop('nonsense')],
  ])('is told at once: a CA that %s', (_, source) => {
    expect(complained(asking, source)).toBe(
      `tell: ${named}, whose Secret "web/shop-tls" has a ca.crt without a certificate that can be read and has not expired`,
    );
  });

  it('is told at once: a Secret that does not allow it', () => {
    expect(complained(webhookConfiguration(fromSecret, ''), { secret: issued(fresh) })).toBe(
      'tell: cert-manager.io/inject-ca-from-secret names Secret "web/shop-ca", which does not allow it: annotate that Secret with cert-manager.io/allow-direct-injection: "true"',
    );
  });

  const message = `${named}, which does not exist: create it, or correct the annotation`;
  const sinceSeconds = (seconds: number, told = false): Remembered => ({
    message,
    since: new Date(now.getTime() - seconds * 1000),
    told,
  });

  it('is told when it has lasted', () => {
    expect(decided(asking, {}, { complaint: sinceSeconds(4) })).toMatchObject({ lookAgainSeconds: 6 });
    expect(decided(asking, {}, { complaint: sinceSeconds(10) }).actions).toEqual([{ do: 'tell', message }]);
  });

  it('is told once, and waits for a change', () => {
    expect(decided(asking, {}, { complaint: sinceSeconds(99, true) })).toEqual({ status: {}, actions: [] });
  });

  it('is told again when it is something else', () => {
    const other = { ...sinceSeconds(99, true), message: 'something else' };

    expect(decided(asking, {}, { complaint: other }).actions).toEqual([{ do: 'remember', message }]);
  });

  it('is forgotten when it is over', () => {
    const there = webhookConfiguration(fromCertificate, fresh);

    expect(decided(there, ofShop(fresh), { complaint: sinceSeconds(99, true) }).actions).toEqual([
      { do: 'forget' },
    ]);
  });
});
