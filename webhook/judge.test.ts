import { describe, expect, it } from 'vitest';
import type { AdmissionRequest } from './admission-review.ts';
import { verdictOf } from './answer.ts';
import { createJudge } from './judge.ts';

const judge = createJudge({ LiteralCertificateSubject: true, NameConstraints: true, OtherNames: true });

interface Parts {
  readonly resource?: string;
  readonly operation?: string;
  readonly spec: object;
  readonly oldSpec?: object;
  readonly metadata?: object;
}

function request({
  resource = 'certificates',
  operation = 'CREATE',
  spec,
  oldSpec,
  metadata = {},
}: Parts): AdmissionRequest {
  const object = (of: object) => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'shop', namespace: 'web', ...metadata },
    spec: of,
  });
  return {
    uid: 'u',
    resource: { group: 'cert-manager.io', version: 'v1', resource },
    subResource: '',
    name: 'shop',
    namespace: 'web',
    operation,
    userInfo: { username: 'ann' },
    dryRun: false,
    object: object(spec),
    ...(oldSpec && { oldObject: object(oldSpec) }),
  };
}

const legal = { secretName: 'shop-tls', issuerRef: { name: 'ca' }, dnsNames: ['shop.example'] };

describe('a new Certificate', () => {
  it('is let in when nothing is wrong', () => {
    expect(verdictOf(judge(request({ spec: legal })))).toEqual({ allowed: true });
  });

  it('is refused with one problem as Kubernetes words it', () => {
    expect(verdictOf(judge(request({ spec: { ...legal, duration: '30m' } })))).toEqual({
      allowed: false,
      message: 'spec.duration: Invalid value: "30m": must be at least 1h',
    });
  });

  it('is refused with all problems in one line', () => {
    const { message } = verdictOf(
      judge(request({ spec: { ...legal, duration: '30m', secretName: 'Shop', revisionHistoryLimit: 0 } })),
    );

    expect(message).toMatch(
      /^3 problems: spec\.secretName: .*; spec\.duration: .*; spec\.revisionHistoryLimit: /,
    );
  });

  it('is refused by its schema before any rule looks at it', () => {
    const { violations } = judge(request({ spec: { ...legal, dnsNames: 'shop.example' } }));

    expect(violations.map(({ field }) => field)).toEqual(['spec.dnsNames']);
  });

  it('is refused when its literal subject cannot be read', () => {
    const { violations } = judge(request({ spec: { ...legal, literalSubject: 'CN' } }));

    expect(violations).toMatchObject([{ field: 'spec.literalSubject', kind: 'Invalid' }]);
  });
});

describe('a Certificate that is changed', () => {
  const broken = { ...legal, duration: '30m' };

  it('is not refused for what was wrong before', () => {
    expect(
      judge(request({ operation: 'UPDATE', spec: { ...broken, secretName: 'other' }, oldSpec: broken }))
        .violations,
    ).toEqual([]);
  });

  it('is refused for what has become wrong', () => {
    const { violations } = judge(
      request({ operation: 'UPDATE', spec: { ...broken, secretName: 'Other' }, oldSpec: broken }),
    );

    expect(violations.map(({ field }) => field)).toEqual(['spec.secretName']);
  });

  it('is let through when it is being deleted', () => {
    const metadata = { deletionTimestamp: '2026-11-24T00:00:00Z' };

    expect(
      judge(
        request({ operation: 'UPDATE', spec: { ...legal, secretName: 'Other' }, oldSpec: legal, metadata }),
      ).violations,
    ).toEqual([]);
  });
});

describe('an Issuer', () => {
  it('is told of what is ignored, and let in', () => {
    const externalAccountBinding = {
      keyID: 'k',
      keyAlgorithm: 'HS256',
      keySecretRef: { name: 's', key: 'k' },
    };
    const acme = {
      server: 'https://acme.example/dir',
      privateKeySecretRef: { name: 'a' },
      externalAccountBinding,
      solvers: [{ http01: { ingress: {} } }],
    };
    const verdict = verdictOf(judge(request({ resource: 'issuers', spec: { acme } })));

    expect(verdict.allowed).toBe(true);
    expect(verdict.warnings).toEqual([
      'spec.acme.externalAccountBinding.keyAlgorithm: deprecated and ignored, HS256 is used; leave it out',
    ]);
  });
});

describe('a CertificateRequest', () => {
  const spec = {
    request: Buffer.from('invalid-csr').toString('base64'),
    issuerRef: { name: 'ca' },
    username: 'ann',
    uid: '',
    groups: [],
  };

  it('is refused when its CSR cannot be read', () => {
    const { violations } = judge(request({ resource: 'certificaterequests', spec }));

    expect(violations.map(({ field }) => field)).toEqual(['spec.request']);
  });

  it('is refused when it claims to come from somebody else', () => {
    const { violations } = judge(
      request({ resource: 'certificaterequests', spec: { ...spec, username: 'bob', groups: ['admins'] } }),
    );

    expect(violations.map(({ field }) => field)).toEqual(['spec.username', 'spec.groups', 'spec.request']);
  });

  it('keeps its spec for ever', () => {
    const { violations } = judge(
      request({
        resource: 'certificaterequests',
        operation: 'UPDATE',
        spec: { ...spec, isCA: true },
        oldSpec: spec,
      }),
    );

    expect(violations).toMatchObject([{ field: 'spec', kind: 'Forbidden' }]);
  });
});
