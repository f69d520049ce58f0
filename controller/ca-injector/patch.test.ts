import { describe, expect, it } from 'vitest';

import { webhookConfiguration } from '../../test/build/injection.ts';
import { patchFor } from './patch.ts';

describe('the patch of an object', () => {
  const configuration = webhookConfiguration({}, '');
  const change = { path: '/webhooks/0/clientConfig/caBundle', pem: 'CA' };
  const writes = [
    { op: 'replace', path: '/metadata/resourceVersion', value: '1' },
    { op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: 'Q0E=' },
  ];

  it('writes what differs, where nothing has changed since it was read', () => {
    expect(patchFor(configuration, [change])).toEqual(writes);
  });

  it('disowns what upstream applied, and nothing else', () => {
    const managedFields = [
      { manager: 'helm', operation: 'Apply' },
      { manager: 'cert-manager-cainjector', operation: 'Apply', apiVersion: 'v1beta1' },
      { manager: 'cert-manager-cainjector', operation: 'Update' },
      { manager: 'cert-manager-cainjector', operation: 'Apply', apiVersion: 'v1' },
    ] as const;
    const { metadata, ...rest } = configuration;

    expect(patchFor({ metadata: { ...metadata, managedFields }, ...rest }, [change])).toEqual([
      writes[0],
      { op: 'remove', path: '/metadata/managedFields/3' },
      { op: 'remove', path: '/metadata/managedFields/1' },
      writes[1],
    ]);
  });
});
