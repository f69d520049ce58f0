import { describe, expect, it } from 'vitest';

import type { Challenge } from '../../../api/challenge/challenge.ts';
import type { Http01Solver } from '../../../api/issuer/issuer.ts';
import type { KubeObject, Resource } from '../../../api/resource.ts';
import { ApiError } from '../../../runtime/api-error.ts';
import type { Cluster, ListOptions, ObjectName } from '../../../runtime/cluster.ts';
import { http01Challenge } from '../../../test/build/http01-challenge.ts';
import { defaultSettings } from '../../settings.ts';
import { cleanUpHttp01 } from './clean-up.ts';
import { createIngressEditor } from './ingress-editor.ts';
import { inspect } from './inspect.ts';
import { solverName } from './marks.ts';
import { presentHttp01 } from './present.ts';

type Stored = KubeObject & { readonly status?: object };

/** A cluster in memory that notes what it is asked for; `missing` kinds are not served. */
function scene({ missing = [] }: { readonly missing?: readonly string[] } = {}) {
  const objects = new Map<string, Stored>();
  const calls: string[] = [];
  const keyFor = ({ plural }: Resource, { namespace = '', name }: ObjectName) =>
    `${plural}/${namespace}/${name}`;
  function asked(verb: string, resource: Resource): void {
    calls.push(`${verb} ${resource.plural}`);
    if (missing.includes(resource.plural)) throw new ApiError(404, {});
  }
  const cluster = {
    async get(resource: Resource, name: ObjectName) {
      asked('get', resource);
      return objects.get(keyFor(resource, name));
    },
    async create(resource: Resource, object: Stored) {
      asked('create', resource);
      const { name = '', namespace = '' } = object.metadata;
      const key = keyFor(resource, { name, namespace });
      if (objects.has(key)) throw new ApiError(409, { reason: 'AlreadyExists' });
      objects.set(key, object);
      return object;
    },
    async delete(resource: Resource, name: ObjectName) {
      asked('delete', resource);
      return objects.delete(keyFor(resource, name));
    },
    async list(resource: Resource, { namespace = '', labelSelector = '' }: ListOptions) {
      asked('list', resource);
      const wanted = labelSelector.split(',').map((pair) => pair.split('='));
      return [...objects.entries()]
        .filter(([key]) => key.startsWith(`${resource.plural}/${namespace}/`))
        .map(([, object]) => object)
        .filter(({ metadata }) => wanted.every(([key = '', value]) => metadata.labels?.[key] === value));
    },
  } as unknown as Cluster;
  const tools = { cluster, settings: defaultSettings, ingressEditor: createIngressEditor(cluster) };
  /** Puts an object where the one of a Challenge goes, or elsewhere. */
  function put(plural: string, object: Stored): void {
    const { name = '', namespace = '' } = object.metadata;
    objects.set(`${plural}/${namespace}/${name}`, object);
  }
  return { tools, calls, objects, put };
}

const challenge = http01Challenge();
const name = solverName(challenge);

/** As it is made for the Challenge, with something else about it. */
async function madePod(of: Challenge, more: object = {}): Promise<Stored> {
  const { tools, objects } = scene();
  await presentHttp01(tools, of);
  const pod = objects.get(`pods/web/${solverName(of)}`);
  if (pod === undefined) throw new Error('no Pod was made');
  return { ...pod, ...more };
}

describe('presenting a proof', () => {
  it('makes three objects by three requests, all of one name', async () => {
    const { tools, calls, objects } = scene();
    await presentHttp01(tools, challenge);

    expect(calls).toEqual(['create pods', 'create services', 'create ingresses']);
    expect([...objects.keys()]).toEqual([
      `pods/web/${name}`,
      `services/web/${name}`,
      `ingresses/web/${name}`,
    ]);
  });

  it('a second time makes nothing a second time', async () => {
    const { tools, objects } = scene();
    await presentHttp01(tools, challenge);
    await presentHttp01(tools, challenge);

    expect(objects.size).toBe(3);
  });

  it('makes what is missing of it', async () => {
    const { tools, objects } = scene();
    await presentHttp01(tools, challenge);
    objects.delete(`services/web/${name}`);
    await presentHttp01(tools, challenge);

    expect(objects.size).toBe(3);
  });

  it('removes a Pod of its own that has ended, and comes back', async () => {
    const { tools, put, objects } = scene();
    put('pods', await madePod(challenge, { status: { phase: 'Failed' } }));

    await expect(presentHttp01(tools, challenge)).rejects.toThrow('is in the way and has to go first');
    expect(objects.has(`pods/web/${name}`)).toBe(false);
  });

  it('leaves alone what bears its name and is not its own', async () => {
    const { tools, put, objects } = scene();
    put('pods', { metadata: { namespace: 'web', name } });

    await expect(presentHttp01(tools, challenge)).rejects.toThrow('is in the way');
    expect(objects.has(`pods/web/${name}`)).toBe(true);
  });

  it('says what to install where HTTPRoutes are not served', async () => {
    const { tools } = scene({ missing: ['httproutes'] });
    const route: Http01Solver = { gatewayHTTPRoute: { parentRefs: [{ name: 'public' }] } };

    await expect(presentHttp01(tools, http01Challenge(route))).rejects.toMatchObject({
      reason: 'NoGatewayApi',
      retry: false,
    });
  });
});

describe('taking a proof away', () => {
  it('is three requests for who made all of it', async () => {
    const { tools, calls, objects } = scene();
    await presentHttp01(tools, challenge);
    calls.splice(0);
    await cleanUpHttp01(tools, challenge, true);

    expect(calls).toEqual(['delete pods', 'delete services', 'delete ingresses']);
    expect(objects.size).toBe(0);
  });

  it('finds what another controller has named at random, by labels and owner', async () => {
    const { tools, put, objects } = scene();
    const theirs = await madePod(challenge);
    put('pods', { ...theirs, metadata: { ...theirs.metadata, name: 'cm-acme-http-solver-9ld8z' } });
    await cleanUpHttp01(tools, challenge, false);

    expect(objects.size).toBe(0);
  });

  it('leaves the objects of another Challenge for the same name and token', async () => {
    const { tools, put, objects } = scene();
    const other = { ...challenge, metadata: { ...challenge.metadata, uid: 'another' } };
    put('pods', await madePod(other));
    await cleanUpHttp01(tools, challenge, false);

    expect([...objects.keys()]).toEqual([`pods/web/${solverName(other)}`]);
  });

  it('is done where nothing is there, the kind not even served', async () => {
    const { tools } = scene({ missing: ['httproutes'] });
    const route = http01Challenge({ gatewayHTTPRoute: { parentRefs: [{ name: 'public' }] } });

    await expect(cleanUpHttp01(tools, route, false)).resolves.toBeUndefined();
  });
});

describe('looking at a proof that cannot be seen', () => {
  it('finds nothing wrong with what is there and runs', async () => {
    const { tools, put } = scene();
    await presentHttp01(tools, challenge);
    put('pods', await madePod(challenge, { status: { phase: 'Running' } }));

    expect(await inspect(tools, challenge)).toEqual({ gone: false });
  });

  it('says what was taken away, before anything else', async () => {
    const { tools, objects } = scene();
    await presentHttp01(tools, challenge);
    objects.delete(`ingresses/web/${name}`);

    expect(await inspect(tools, challenge)).toEqual({
      gone: true,
      trouble: `the Ingress ${name} was taken away`,
    });
  });

  it('says that an engine has put the edited Ingress back', async () => {
    const { tools, put } = scene();
    const edited = http01Challenge({ ingress: { name: 'web' } });
    put('pods', await madePod(challenge, { status: { phase: 'Running' } }));
    put('services', { metadata: { namespace: 'web', name } });
    put('ingresses', { metadata: { namespace: 'web', name: 'web' } });

    expect(await inspect(tools, edited)).toMatchObject({
      gone: true,
      trouble: expect.stringContaining('something took the path of the proof out of the Ingress web'),
    });
  });
});
