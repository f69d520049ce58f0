import { describe, expect, it } from 'vitest';
import { readRoute53Config } from './config.ts';

const [id, secret] = [
  { name: 'aws', key: 'id' },
  { name: 'aws', key: 'secret' },
];
const role = 'arn:aws:iam::123456789012:role/dns';
const auth = (serviceAccountRef: object) => ({ kubernetes: { serviceAccountRef } });

describe('the route53 solver of an Issuer', () => {
  it.each([
    ['the credentials of its surroundings', {}, { from: 'surroundings' }],
    [
      'those too, where Go wrote references without a name',
      { accessKeyID: '', secretAccessKeySecretRef: { name: '' } },
      { from: 'surroundings' },
    ],
    [
      'an access key',
      { accessKeyID: ' AKIA\n', secretAccessKeySecretRef: secret },
      { from: 'secret', id: 'AKIA', secretRef: secret },
    ],
    [
      'an access key whose id is in a Secret',
      { accessKeyIDSecretRef: id, secretAccessKeySecretRef: secret },
      { from: 'secret', id, secretRef: secret },
    ],
    [
      'a ServiceAccount',
      { role, auth: auth({ name: 'dns' }) },
      { from: 'serviceAccount', name: 'dns', audiences: ['sts.amazonaws.com'] },
    ],
    [
      'a ServiceAccount, for other audiences',
      { role, auth: auth({ name: 'dns', audiences: ['aws'] }) },
      { from: 'serviceAccount', name: 'dns', audiences: ['aws'] },
    ],
  ])('has %s', (_, raw, origin) => {
    expect(readRoute53Config(raw).origin).toEqual(origin);
  });

  it('has a zone, a region and a role', () => {
    const raw = { hostedZoneID: '/hostedzone/Z1D633PJN98FT9', region: 'cn-north-1', role };

    expect(readRoute53Config(raw)).toMatchObject({
      hostedZoneId: 'Z1D633PJN98FT9',
      region: 'cn-north-1',
      role,
    });
  });

  it.each([
    [{ accessKeyID: 'AKIA' }, 'secretAccessKeySecretRef is required beside the access key id'],
    [
      { secretAccessKeySecretRef: secret },
      'accessKeyID or accessKeyIDSecretRef is required beside secretAccessKeySecretRef',
    ],
    [
      { accessKeyID: 'AKIA', accessKeyIDSecretRef: id },
      'accessKeyID and accessKeyIDSecretRef exclude each other',
    ],
    [{ auth: auth({ name: 'dns' }) }, 'role is required beside auth.kubernetes'],
    [{ role, auth: auth({ name: '' }) }, 'auth.kubernetes.serviceAccountRef.name is required'],
    [{ role, auth: {} }, 'auth.kubernetes.serviceAccountRef.name is required'],
    [{ role: 'dns' }, 'role must be an ARN: arn:aws:iam::…'],
    [{ hostedZoneID: '../Z1' }, 'hostedZoneID must be the id of a hosted zone: letters and digits'],
    [{ region: 'evil.example/?' }, 'region must be the name of a region, such as eu-west-1'],
  ])('is wrong: %j', (raw, why) => {
    expect(() => readRoute53Config(raw)).toThrow(`The solver's configuration is wrong: ${why}`);
  });
});
