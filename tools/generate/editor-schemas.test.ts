import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';

import { certificate } from '../../test/build/certificate.ts';
import { acmeSpec, issuer } from '../../test/build/issuer.ts';
import { editorSchemaFiles } from './editor-schemas.ts';

const schemas = new Map<string, Record<string, unknown>>();

beforeAll(async () => {
  for (const { path, content } of await editorSchemaFiles())
    schemas.set(path, JSON.parse(content) as Record<string, unknown>);
});

/** What an editor would underline: where, and for which keyword. */
function underlined(path: string, object: object): readonly string[] {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  const fits = ajv.compile(schemas.get(path) ?? false);
  fits(object);
  return (fits.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const certificatePath = 'schemas/cert-manager.io/certificate_v1.json';

describe('the schemas for editors', () => {
  it('lie where kubeconform looks', () => {
    expect([...schemas.keys()]).toEqual([
      certificatePath,
      'schemas/cert-manager.io/certificaterequest_v1.json',
      'schemas/cert-manager.io/issuer_v1.json',
      'schemas/cert-manager.io/clusterissuer_v1.json',
      'schemas/acme.cert-manager.io/order_v1.json',
      'schemas/acme.cert-manager.io/challenge_v1.json',
    ]);
  });

  it('take what fits', () => {
    const webhook = { groupName: 'g.example', solverName: 's', config: { anything: [1] } };
    const podTemplate = { spec: { resources: { limits: { cpu: '1', memory: 64 } } } };

    expect(underlined(certificatePath, certificate({ spec: { duration: '2160h' } }))).toEqual([]);
    expect(
      underlined(
        'schemas/cert-manager.io/issuer_v1.json',
        issuer({ spec: acmeSpec({ dns01: { webhook } }, { http01: { ingress: { podTemplate } } }) }),
      ),
    ).toEqual([]);
  });

  it('say what each member is for, and name themselves', () => {
    const silent = [...schemas].flatMap(([path, { $id, properties }]) => {
      const members = Object.entries(properties as Record<string, object>);
      const named = members.filter(([name, member]) => name !== 'metadata' && !('description' in member));
      return [...named.map(([name]) => `${path} ${name}`), ...(typeof $id === 'string' ? [] : [path])];
    });

    expect(silent).toEqual([]);
  });

  it('underline misspelt members, wrong kinds and durations in days', () => {
    const { kind: _kind, ...rest } = certificate({ spec: { duration: '90d' } });
    const misspelt = { ...rest, kind: 'Cert', spec: { ...rest.spec, dnsname: [] } };

    expect(underlined(certificatePath, misspelt)).toEqual([
      '/kind enum',
      '/spec additionalProperties',
      '/spec/duration pattern',
    ]);
  });
});
