import { describe, expect, it } from 'vitest';

import type { CertificateSpec } from '../../api/certificate/certificate.ts';
import { leaf, targetSecretFacts } from '../../test/build/certificate-seen.ts';
import { certificate } from '../../test/build/certificate.ts';
import { controlledBy } from '../../test/build/object.ts';
import type { SecretFacts } from '../secret-facts.ts';
import { untidiness } from './target-secret-checks.ts';

const own = leaf('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z');
const tidy = targetSecretFacts(own);

function why(
  change: Partial<SecretFacts> = {},
  spec: Partial<CertificateSpec> = {},
  enableCertificateOwnerRef = false,
): string | undefined {
  return untidiness(certificate({ spec }), { ...tidy, ...change }, own, { enableCertificateOwnerRef });
}

/** The Secret with other entries of one kind of metadata, and what we own of them. */
function labelled(labels: Readonly<Record<string, string>>, owned: readonly string[]): Partial<SecretFacts> {
  return { metadata: { ...tidy.metadata, labels }, managed: { ...tidy.managed, labels: owned } };
}

const fao = 'controller.cert-manager.io/fao';
const labels = 'labels of ours are missing, wrong or too many';
const annotations = 'annotations of ours are missing, wrong or too many';
const formats = 'additional output formats are missing, wrong or too many';
const owner = 'the owner reference is missing, wrong or not wanted';
const keystores = 'keystores are missing or too many';

describe('a target Secret', () => {
  it.each([
    ['is left alone when all is as asked for', why(), undefined],
    ['may have labels of others', why(labelled({ [fao]: 'true', team: 'web' }, [fao])), undefined],
    ['gets our label back', why(labelled({}, [])), labels],
    ['gets our label back as it should be', why(labelled({ [fao]: 'false' }, [fao])), labels],
    ['gets ownership of a restored label', why(labelled({ [fao]: 'true' }, [])), labels],
    ['gets the labels of the template', why({}, { secretTemplate: { labels: { team: 'web' } } }), labels],
    [
      'loses a label that left the template',
      why(labelled({ [fao]: 'true', team: 'web' }, [fao, 'team'])),
      labels,
    ],
    [
      'gets the annotations of the template',
      why({}, { secretTemplate: { annotations: { note: 'kept' } } }),
      annotations,
    ],
    [
      'gets wrong details put right',
      why({ metadata: { ...tidy.metadata, annotations: { 'cert-manager.io/alt-names': 'wrong' } } }),
      annotations,
    ],
    ['gets a format that is asked for', why({}, { additionalOutputFormats: [{ type: 'DER' }] }), formats],
    [
      'loses a format that is asked for no more',
      why({ managed: { ...tidy.managed, dataKeys: ['tls-combined.pem'] } }),
      formats,
    ],
    ['gets an owner when that is switched on', why({}, {}, true), owner],
    [
      'loses its owner when that is switched off',
      why({ managed: { ...tidy.managed, ownerUids: ['certificate-shop'] } }),
      owner,
    ],
    ['gets a keystore', why({}, { keystores: { jks: { create: true, password: 'changeit' } } }), keystores],
    [
      'needs no keystore that is not to be created',
      why({}, { keystores: { jks: { create: false } } }),
      undefined,
    ],
    ['loses a keystore', why({ managed: { ...tidy.managed, dataKeys: ['keystore.p12'] } }), keystores],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });

  it('with owner, formats and keystores as asked for is left alone', () => {
    const dataKeys = ['key.der', 'tls-combined.pem', 'keystore.jks', 'truststore.jks'];
    const change: Partial<SecretFacts> = {
      dataKeys,
      metadata: { ...tidy.metadata, ownerReferences: [controlledBy(certificate())] },
      formats: { der: true, combinedPem: true },
      managed: { ...tidy.managed, dataKeys, ownerUids: ['certificate-shop'] },
    };
    const spec: Partial<CertificateSpec> = {
      additionalOutputFormats: [{ type: 'DER' }, { type: 'CombinedPEM' }],
      keystores: { jks: { create: true, password: 'changeit' } },
    };

    expect(why(change, spec, true)).toBeUndefined();
  });
});
