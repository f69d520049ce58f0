import { describe, expect, it } from 'vitest';

import type { Ingress } from '../../../api/core.ts';
import type { KubeObject } from '../../../api/resource.ts';
import { ApiError } from '../../../runtime/api-error.ts';
import { createIngressEditor } from './ingress-editor.ts';

/** One Ingress, whose labels are what changes; every call takes a moment. */
function store(there: boolean, { conflicts = 0 } = {}) {
  let ingress: Ingress = { metadata: { name: 'web', labels: {} } };
  let left = conflicts;
  const calls: string[] = [];
  const cluster = {
    async get() {
      calls.push('get');
      await Promise.resolve();
      return there ? ingress : undefined;
    },
    async replace(_: unknown, wanted: KubeObject) {
      calls.push('replace');
      await Promise.resolve();
      left -= 1;
      if (left >= 0) throw new ApiError(409, { reason: 'Conflict' });
      ingress = wanted;
      return wanted;
    },
  };
  return { editor: createIngressEditor(cluster as never), calls, labels: () => ingress.metadata.labels };
}

function labelled(key: string) {
  return (ingress: Ingress): Ingress => ({
    ...ingress,
    metadata: { ...ingress.metadata, labels: { ...ingress.metadata.labels, [key]: 'yes' } },
  });
}

const web = { namespace: 'shop', name: 'web' };

describe('twenty changes of one Ingress that come together', () => {
  it('are made by two writes', async () => {
    const { editor, calls, labels } = store(true);
    const keys = Array.from({ length: 20 }, (_, index) => `name-${index}`);

    await Promise.all(keys.map((key) => editor.edit(web, labelled(key))));

    expect(Object.keys(labels() ?? {})).toEqual(keys);
    expect(calls).toEqual(['get', 'replace', 'get', 'replace']);
  });
});

describe('a change of an Ingress', () => {
  it('is made again on top of what somebody else wrote between', async () => {
    const { editor, calls, labels } = store(true, { conflicts: 2 });

    expect(await editor.edit(web, labelled('a'))).toBe(true);
    expect(labels()).toEqual({ a: 'yes' });
    expect(calls).toHaveLength(6);
  });

  it('that changes nothing is not written', async () => {
    const { editor, calls } = store(true);

    expect(await editor.edit(web, (ingress) => ({ ...ingress }))).toBe(true);
    expect(calls).toEqual(['get']);
  });

  it('tells when there is none, and when writing goes on failing', async () => {
    expect(await store(false).editor.edit(web, labelled('a'))).toBe(false);
    await expect(store(true, { conflicts: 9 }).editor.edit(web, labelled('a'))).rejects.toThrow('Conflict');
  });
});
