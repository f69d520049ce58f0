import { beforeAll, describe, expect, it } from 'vitest';

import type { Certificate } from '../../api/certificate/certificate.ts';
import { findCondition, isTrue } from '../../api/conditions.ts';
import type { CertificateRequest } from '../../api/certificate-request/certificate-request.ts';
import { certificateRequests, certificates, issuers } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/resource.ts';
import { certificateFor } from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import { startedFor } from '../cluster/suite.ts';
import { crdsServed } from '../engines/crds.ts';
import { fluxExpressions } from '../engines/expressions.ts';
import { argoOverrides } from '../engines/overrides.ts';
import { type Health, argoActions, argoHealth, kstatus, runArgoAction } from '../engines/rules.ts';
import { type VersionRecorder, recordVersions } from '../engines/versions.ts';
import { namespace, startEndToEnd } from './end-to-end-scene.ts';
import { renew } from '../recording/replay.ts';

const apiVersion = 'cert-manager.io/v1';

/** The CA refuses one name, and can issue for so short that a certificate is renewed, overdue and expired within a minute. */
const pebble = {
  blockedDomains: ['refused.example.com'],
  profiles: {
    default: { description: 'as ever', validityPeriod: 7_776_000 },
    moment: { description: 'soon overdue', validityPeriod: 18 },
  },
};

const scene = startedFor(() => startEndToEnd({ pebble, zones: ['example.com', 'ewhisper.cn'] }));
let recorder: VersionRecorder;

/** Stories of success and of failure, all at once, from the first to the last status. */
beforeAll(async () => {
  const started = scene();
  const { admin } = started.plane;
  recorder = await recordVersions(admin, [certificates, issuers]);
  await started.apply(
    certificateFor('from-late-ca', { issuerRef: { name: 'late-ca' } }), // before its issuer, and that before its Secret
    {
      apiVersion,
      kind: 'Issuer',
      metadata: { name: 'late-ca' },
      spec: { ca: { secretName: 'late-root-tls' } },
    },
    certificateFor('late-root', {
      issuerRef: { name: 'self-signed' },
      isCA: true,
      commonName: 'late root',
      dnsNames: [],
    }),
    started.acmeIssuer('acme'),
    started.acmeIssuer('moment', { profile: 'moment' }),
    certificateFor('plain'),
    certificateFor('by-acme', { issuerRef: { name: 'acme' } }),
    certificateFor('refused', { issuerRef: { name: 'acme' } }),
    certificateFor('hourly', { duration: '1h', renewBefore: '59m55s' }),
    certificateFor('overdue', { issuerRef: { name: 'moment' }, secretName: 'overdue-tls' }),
    certificateFor('no-issuer', { issuerRef: { name: 'absent' } }),
    { apiVersion, kind: 'Issuer', metadata: { name: 'no-secret' }, spec: { ca: { secretName: 'absent' } } },
    certificateFor('twin-a', { secretName: 'twin-tls' }),
  );
  await Promise.all(
    ['plain', 'by-acme', 'late-root', 'from-late-ca', 'twin-a'].map((name) => started.ready(name)),
  );
  await started.apply(certificateFor('twin-b', { secretName: 'twin-tls' }));
  await started.ready('overdue');
  await admin.delete(issuers, { namespace, name: 'moment' });
  await renew(started.plane, { namespace, name: 'plain' });
  await started.apply(
    certificateFor('by-acme', { issuerRef: { name: 'acme' }, dnsNames: ['other.example.com'] }),
  );
  await Promise.all(['plain', 'by-acme', 'hourly'].map((name) => started.ready(name, 2)));
  await until('refused', ({ status }) => isTrue(status?.conditions, 'Stalled'));
  await until('twin-b', ({ status }) => isTrue(status?.conditions, 'Stalled'));
  await until('no-issuer', ({ status }) =>
    Boolean(findCondition(status?.conditions, 'Issuing')?.message?.includes('Waiting')),
  );
  await until('overdue', ({ status }) => findCondition(status?.conditions, 'Ready')?.reason === 'Expired');
  recorder.stop();
});

async function until(name: string, good: (certificate: Certificate) => boolean): Promise<void> {
  await waitFor(
    `certificate ${name}`,
    async () => {
      const found = await scene().certificate(name);
      return (found !== undefined && good(found)) || undefined;
    },
    { seconds: 60 },
  );
}

const fine = ['plain', 'by-acme', 'late-root', 'from-late-ca', 'root', 'hourly', 'twin-a'];
const fineIssuers = ['self-signed', 'ca', 'late-ca', 'acme'];

/** Every version of what came out well in the end. */
function goodVersions(): readonly KubeObject[] {
  return recorder.versions.filter(({ kind, metadata: { name = '' } }) =>
    (kind === 'Certificate' ? fine : fineIssuers).includes(name),
  );
}

function isReady(object: KubeObject): boolean {
  const { metadata, status } = object as Certificate;
  return isTrue(status?.conditions, 'Ready') && status?.observedGeneration === metadata.generation;
}

/** Whether `Ready` tells of the generation that the object has now. */
function isNow(object: KubeObject): boolean {
  const { metadata, status } = object as Certificate;
  return findCondition(status?.conditions, 'Ready')?.observedGeneration === metadata.generation;
}

/** As it is stored where the CRDs are those of cert-manager: fresh objects have no status there. */
function withoutObservedGeneration(object: KubeObject): KubeObject {
  const { status, ...others } = object as Certificate;
  const { observedGeneration: _, ...rest } = status ?? {};
  return Object.assign(others, Object.keys(rest).length === 0 ? {} : { status: rest });
}

async function byExpressions(versions: readonly KubeObject[]): Promise<readonly string[]> {
  const states = await kstatus(versions, await fluxExpressions());
  return states.map(({ status }) => status);
}

function tally(healths: readonly Health[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of healths) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('every status of certificates and issuers that became ready', () => {
  it('is Progressing or Healthy for Argo CD as it is shipped, and never Degraded', async () => {
    const counts = tally(await argoHealth(goodVersions()));

    expect(Object.keys(counts).sort()).toEqual(['Healthy', 'Progressing']);
    expect(counts['Healthy']).toBeGreaterThan(fine.length);
  });

  it('is Progressing or Healthy with our rules, and Healthy only when it is ready for its own generation', async () => {
    const versions = goodVersions();
    const healths = await argoHealth(versions, await argoOverrides());

    expect(Object.keys(tally(healths)).sort()).toEqual(['Healthy', 'Progressing']);
    expect(healths.map(({ status }) => status === 'Healthy')).toEqual(versions.map(isReady));
  });

  it('is InProgress for kstatus until it is ready for its own generation, and Current then', async () => {
    const versions = goodVersions();
    const states = await kstatus(versions);

    expect(states.map(({ status }) => status)).toEqual(
      versions.map((version) => (isReady(version) ? 'Current' : 'InProgress')),
    );
  });

  it('is told alike by the expressions of examples/flux, and with the CRDs of cert-manager', async () => {
    const versions = goodVersions();
    const withoutOurMember = versions.map(withoutObservedGeneration);

    expect(await byExpressions(versions)).toEqual(
      versions.map((version) => (isReady(version) ? 'Current' : 'InProgress')),
    );
    expect((await byExpressions(withoutOurMember)).map((status) => status === 'Current')).toEqual(
      versions.map(
        (version) => isTrue((version as Certificate).status?.conditions, 'Ready') && isNow(version),
      ),
    );
  });

  it('is Healthy throughout a renewal in time, and Current', async () => {
    const versions = recorder
      .of('Certificate', 'hourly')
      .filter((one) => ((one as Certificate).status?.revision ?? 0) >= 1);
    const renewing = versions.filter((one) => isTrue((one as Certificate).status?.conditions, 'Issuing'));

    expect(renewing).not.toEqual([]);
    expect(tally(await argoHealth(versions, await argoOverrides()))).toEqual({ Healthy: versions.length });
    expect(tally(await kstatus(versions))).toEqual({ Current: versions.length });
  });
});

/** What Argo CD (as shipped, and with our rules) and kstatus say of the last version. */
async function lastHealth(kind: string, name: string) {
  const last = recorder.of(kind, name).slice(-1);
  const [shipped] = await argoHealth(last);
  const [ours] = await argoHealth(last, await argoOverrides());
  const [flux] = await kstatus(last);
  return { shipped, ours, flux };
}

describe('a certificate that the CA refuses', () => {
  it('is Degraded, and Failed, in the words of the CA', async () => {
    const { shipped, ours, flux } = await lastHealth('Certificate', 'refused');

    const words = 'urn:ietf:params:acme:error:rejectedIdentifier';
    expect(shipped).toMatchObject({ status: 'Degraded' });
    expect(ours).toMatchObject({ status: 'Degraded' });
    expect(flux).toMatchObject({ status: 'Failed' });
    for (const health of [shipped, ours, flux]) expect(health?.message).toContain(words);
  });

  it('is not Degraded a moment before that', async () => {
    const versions = recorder
      .of('Certificate', 'refused')
      .filter((one) => !isTrue((one as Certificate).status?.conditions, 'Stalled'));

    expect(tally(await argoHealth(versions))).toEqual({ Progressing: versions.length });
    expect(tally(await kstatus(versions))).toEqual({ InProgress: versions.length });
  });
});

describe('a certificate that cannot go on', () => {
  it('is Progressing while its issuer is missing, and says so', async () => {
    const { shipped, ours, flux } = await lastHealth('Certificate', 'no-issuer');

    const message = expect.stringContaining('Waiting: Referenced "Issuer" not found') as string;
    expect({ shipped, ours }).toEqual({
      shipped: { status: 'Progressing', message },
      ours: { status: 'Progressing', message },
    });
    expect(flux?.status).toBe('InProgress');
  });

  it('is Degraded, and Failed, when its Secret belongs to another one', async () => {
    const { ours, flux } = await lastHealth('Certificate', 'twin-b');

    expect([ours?.status, flux?.status]).toEqual(['Degraded', 'Failed']);
    expect(ours?.message).toContain('belongs to Certificate "twin-a"');
  });
});

describe('a certificate whose renewal does not come', () => {
  const versionsWith = (type: string) =>
    recorder
      .of('Certificate', 'overdue')
      .filter((one) => isTrue((one as Certificate).status?.conditions, type));

  it('is Degraded with the cause when that is overdue, and Failed, although it is still good', async () => {
    const overdue = versionsWith('RenewalOverdue').filter((one) =>
      isTrue((one as Certificate).status?.conditions, 'Ready'),
    );
    const [health] = await argoHealth(overdue, await argoOverrides());
    const [state] = await kstatus(overdue);

    expect([health?.status, state?.status]).toEqual(['Degraded', 'Failed']);
    expect(health?.message).toMatch(/^Renewal was due at .*: Referenced "Issuer" not found/);
    expect(state?.message).toBe(health?.message);
  });

  it('takes a write for each thing that happens, and none beside', () => {
    const told = recorder.of('Certificate', 'overdue').map((one) => (one as Certificate).status);

    // made, begun, ready, renewing, overdue, expired, and what it waits for
    expect(told.length).toBeLessThanOrEqual(7);
  });

  it('is Degraded once it has expired', async () => {
    const { ours } = await lastHealth('Certificate', 'overdue');

    expect(ours?.status).toBe('Degraded');
  });
});

describe('an issuer', () => {
  it('is Degraded when its Secret is missing, and not before it had time to come', async () => {
    const versions = recorder.of('Issuer', 'no-secret');
    const healths = await argoHealth(versions);

    expect(healths.map(({ status }) => status)).toEqual([
      ...versions.slice(1).map(() => 'Progressing'),
      'Degraded',
    ]);
    expect(healths.at(-1)?.message).toBe('Error getting keypair for CA issuer: secrets "absent" not found');
  });
});

/** A kind of issuer that other people's controllers serve. */
const issuersOfOthers = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'issuers.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Issuer', plural: 'issuers', singular: 'issuer' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

describe('the buttons in Argo CD', () => {
  it('renew a certificate, as cmctl does', async () => {
    const overrides = await argoOverrides();
    const before = { ...(await scene().ready('twin-a')), apiVersion, kind: 'Certificate' };
    const renewing = await runArgoAction(before, 'renew', overrides);
    await scene().plane.admin.replaceStatus(certificates, renewing as Certificate);
    await scene().ready('twin-a', 2);

    expect(await argoActions(before, overrides)).toMatchObject([{ name: 'renew' }]);
    expect(await argoActions(renewing, overrides)).toMatchObject([{ name: 'renew', disabled: true }]);
  });

  it('approve or deny a request that our approver leaves to others', async () => {
    const issuerRef = { name: 'external', kind: 'Issuer', group: 'example.com' };
    await scene().apply(issuersOfOthers);
    await crdsServed(scene().plane);
    await scene().apply(certificateFor('external', { issuerRef }));
    const overrides = await argoOverrides();
    const { admin } = scene().plane;
    const found = await waitFor('the request', () =>
      admin.get(certificateRequests, { namespace, name: 'external-1' }),
    );
    const request = { ...found, apiVersion, kind: 'CertificateRequest' };
    const denied = await runArgoAction(request, 'deny', overrides);
    const approved = await runArgoAction(request, 'approve', overrides);
    const stored = await admin.replaceStatus(certificateRequests, approved as CertificateRequest);

    expect(isTrue((denied as CertificateRequest).status?.conditions, 'Denied')).toBe(true);
    expect(isTrue(stored.status?.conditions, 'Approved')).toBe(true);
    expect((await argoActions(approved, overrides)).map(({ disabled }) => disabled)).toEqual([true, true]);
  });
});
