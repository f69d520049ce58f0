import { describe, expect, it } from 'vitest';
import { findWanted, readManifests } from './manifests.ts';

const issuers = `
apiVersion: v1
kind: List
items:
  - apiVersion: cert-manager.io/v1
    kind: Issuer
    metadata: { name: ours, namespace: web }
    spec:
      acme:
        solvers:
          - http01: { ingress: {} }
          - dns01: { cnameStrategy: Follow, cloudflare: { apiTokenSecretRef: { name: cf, key: token } } }
          - selector: { dnsZones: [example.com] }
            dns01: { webhook: { groupName: g.example, solverName: DnsPod, config: { ttl: 60 } } }
---
apiVersion: v1
kind: Secret
metadata: { name: cf }
stringData: { token: t }
---
apiVersion: v1
kind: Service
metadata: { name: something }
`;

describe('the files of a check', () => {
  it('tell which solver a name would get, with its configuration and namespace', () => {
    const manifests = readManifests([issuers]);

    expect(manifests.secrets).toMatchObject([{ metadata: { name: 'cf' } }]);
    expect(findWanted(manifests, 'www.example.com')).toEqual({
      from: 'Issuer "ours"',
      solver: 'dnspod',
      config: { ttl: 60 },
      namespace: 'web',
    });
    expect(findWanted(manifests, 'elsewhere.test')).toMatchObject({
      solver: 'cloudflare',
      config: { apiTokenSecretRef: { name: 'cf' } },
    });
  });

  it('may hold a configuration alone, in YAML or JSON', () => {
    for (const text of ['ttl: 60', '{"ttl": 60}'])
      expect(findWanted(readManifests([text]), 'example.com')).toEqual({
        from: 'the configuration',
        solver: undefined,
        config: { ttl: 60 },
        namespace: undefined,
      });
  });

  it('may hold nothing that is wanted', () => {
    expect(findWanted(readManifests(['', '[]', '7', '# nothing']), 'example.com')).toBeUndefined();
    expect(() => readManifests(['{'])).toThrow('Flow map');
  });
});
