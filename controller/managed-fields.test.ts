import { describe, expect, it } from 'vitest';

import { managedBy, othersWith } from './managed-fields.ts';

const ours = {
  manager: 'cert-manager-certificates-issuing',
  operation: 'Apply',
  fieldsV1: {
    'f:data': { 'f:tls.crt': {}, 'f:tls.key': {} },
    'f:metadata': {
      'f:annotations': { 'f:cert-manager.io/alt-names': {}, 'f:note': {} },
      'f:labels': { 'f:controller.cert-manager.io/fao': {} },
      'f:ownerReferences': { '.': {}, 'k:{"uid":"4711"}': {} },
    },
    'f:type': {},
  },
} as const;

describe('the managed fields of a Secret that we applied and kubectl labelled', () => {
  const kubectl = {
    manager: 'kubectl-label',
    operation: 'Update',
    fieldsV1: { 'f:metadata': { 'f:labels': { '.': {}, 'f:team': {} } } },
  } as const;

  it('say what is ours', () => {
    expect(managedBy('cert-manager-certificates-issuing', [ours, kubectl])).toEqual({
      labels: ['controller.cert-manager.io/fao'],
      annotations: ['cert-manager.io/alt-names', 'note'],
      dataKeys: ['tls.crt', 'tls.key'],
      ownerUids: ['4711'],
    });
  });

  it('count entries of the same manager together, whatever the operation', () => {
    const updated = { ...kubectl, manager: ours.manager };

    expect(managedBy(ours.manager, [ours, updated]).labels).toEqual([
      'controller.cert-manager.io/fao',
      'team',
    ]);
  });

  it('are empty for somebody who wrote nothing', () => {
    expect(managedBy('flux', [ours, kubectl])).toEqual({
      labels: [],
      annotations: [],
      dataKeys: [],
      ownerUids: [],
    });
    expect(managedBy('flux', undefined).labels).toEqual([]);
  });
});

describe('the entries of a Secret that others own, too', () => {
  const entries = ['tls.key', 'tls.crt'];
  const updater = (manager: string, ...keys: readonly string[]) => ({
    manager,
    fieldsV1: { 'f:data': Object.fromEntries(keys.map((key) => [`f:${key}`, {}])) },
  });

  it('are those of managers other than us', () => {
    const others = [updater('vault-sync', 'tls.crt'), updater('helm', 'tls.key', 'x'), updater('notes', 'x')];

    expect(othersWith(ours.manager, entries, [ours, ...others])).toEqual(['helm', 'vault-sync']);
    expect(othersWith(ours.manager, entries, [ours])).toEqual([]);
    expect(othersWith(ours.manager, entries, undefined)).toEqual([]);
  });
});
