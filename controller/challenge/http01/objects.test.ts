import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { Challenge } from '../../../api/challenge/challenge.ts';
import type { KubeObject } from '../../../api/resource.ts';
import { http01Challenge } from '../../../test/build/http01-challenge.ts';
import { defaultSettings } from '../../settings.ts';
import { solverName } from './marks.ts';
import { wantedFor } from './wanted.ts';

const usual = defaultSettings.challenges.http01;

function objectsFor(challenge: Challenge, http01: Partial<typeof usual> = {}, gates = {}) {
  const settings = {
    challenges: { ...defaultSettings.challenges, http01: { ...usual, ...http01 } },
    gates: { ...defaultSettings.gates, ...gates },
  };
  const { objects } = wantedFor(challenge, settings);
  const [pod, service, route] = objects.map(({ object }) => object);
  return { pod: pod as Written, service: service as Written, route: route as Written };
}

interface Written extends KubeObject {
  readonly spec: Readonly<Record<string, unknown>>;
}

function recorded(): Readonly<Record<string, Written>> {
  const tape = new URL('../../../test/fixtures/upstream-tape/http01.jsonl', import.meta.url);
  const lines = readFileSync(tape, 'utf8').trimEnd().split('\n');
  const objects = lines.map((line) => JSON.parse(line) as { event: string; object: Written });
  return Object.fromEntries(
    objects.flatMap(({ event, object }) =>
      event === 'ADDED' && object.kind !== undefined ? [[object.kind, object]] : [],
    ),
  );
}

describe('what is made for a challenge that was recorded with cert-manager 1.21', () => {
  const { Challenge: theirs, Pod, Service, Ingress } = recorded();
  const challenge = theirs as unknown as Challenge;
  const { pod, service, route } = objectsFor(challenge, { solverImage: 'cm-acmesolver' });

  it.each([
    ['Pod', pod, Pod],
    ['Service', service, Service],
    ['Ingress', route, Ingress],
  ])('is the same %s: metadata, and everything in its spec that it states', (_, ours, recording) => {
    const { name, ...metadata } = ours.metadata;

    expect(recording).toMatchObject({ kind: ours.kind, apiVersion: ours.apiVersion, metadata });
    expect(name).toMatch(/^cm-acme-http-solver-[a-z\d]{8}$/);
    expect(
      JSON.parse(JSON.stringify(recording?.spec).replaceAll(/cm-acme-http-solver-\w+/g, name ?? '')),
    ).toMatchObject(ours.spec);
  });

  it('leaves out nothing that they state', () => {
    const members = (object: Written | undefined) => Object.keys(object?.spec ?? {});
    const filledInByTheApiServer =
      'terminationGracePeriodSeconds dnsPolicy schedulerName tolerations priority preemptionPolicy clusterIP clusterIPs sessionAffinity externalTrafficPolicy ipFamilies ipFamilyPolicy internalTrafficPolicy'.split(
        ' ',
      );
    const missing = [Pod, Service, Ingress].flatMap((recording, index) => {
      const ours = members([pod, service, route][index]);
      return members(recording).filter((member) => !ours.includes(member));
    });

    expect(missing.filter((member) => !filledInByTheApiServer.includes(member))).toEqual([]);
  });
});

describe('the objects of two Challenges for the same name and token', () => {
  it('have the same labels and other names', () => {
    const one = http01Challenge();
    const other = { ...one, metadata: { ...one.metadata, uid: 'another' } };

    expect(objectsFor(one).pod.metadata.labels).toEqual(objectsFor(other).pod.metadata.labels);
    expect(solverName(one)).not.toBe(solverName(other));
  });
});

describe('a podTemplate', () => {
  const podTemplate = {
    metadata: {
      labels: { team: 'shop', 'acme.cert-manager.io/http-token': 'stolen' },
      annotations: { 'sidecar.istio.io/inject': 'true' },
    },
    spec: {
      nodeSelector: { disk: 'fast' },
      tolerations: [{ key: 'spot', operator: 'Exists' }],
      imagePullSecrets: [{ name: 'registry' }],
      affinity: {},
      priorityClassName: 'high',
      serviceAccountName: 'solver',
      securityContext: { runAsUser: 1000 },
      resources: { limits: { cpu: '1' }, requests: { 'ephemeral-storage': '1Mi' } },
    },
  };
  const { pod } = objectsFor(http01Challenge({ ingress: { podTemplate } }));

  it('is laid over the usual metadata, but for the labels by which the Pod is found', () => {
    expect(pod.metadata.labels).toMatchObject({ team: 'shop', 'acme.cert-manager.io/http01-solver': 'true' });
    expect(pod.metadata.labels?.['acme.cert-manager.io/http-token']).toMatch(/^\d+$/);
    expect(pod.metadata.annotations).toEqual({
      'sidecar.istio.io/inject': 'true',
      'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true',
    });
  });

  it('adds to selectors and resources, and replaces the security context', () => {
    expect(pod.spec).toMatchObject({
      nodeSelector: { 'kubernetes.io/os': 'linux', disk: 'fast' },
      tolerations: [{ key: 'spot', operator: 'Exists' }],
      imagePullSecrets: [{ name: 'registry' }],
      affinity: {},
      priorityClassName: 'high',
      serviceAccountName: 'solver',
      containers: [
        {
          resources: {
            limits: { cpu: '1', memory: '64Mi' },
            requests: { cpu: '10m', memory: '64Mi', 'ephemeral-storage': '1Mi' },
          },
        },
      ],
    });
    expect(pod.spec['securityContext']).toEqual({ runAsUser: 1000 });
  });

  it('counts for HTTPRoutes too', () => {
    const { pod: other } = objectsFor(http01Challenge({ gatewayHTTPRoute: { podTemplate } }));

    expect(other.spec['priorityClassName']).toBe('high');
  });
});

describe('flags', () => {
  it('label every object, and cannot take the labels by which they are found', () => {
    const extraLabels = { owner: 'platform', 'acme.cert-manager.io/http01-solver': 'no' };
    const objects = Object.values(objectsFor(http01Challenge(), { extraLabels }));

    for (const { metadata } of objects)
      expect(metadata.labels).toMatchObject({
        owner: 'platform',
        'acme.cert-manager.io/http01-solver': 'true',
      });
  });

  it('choose runtime class, user and amounts; an empty amount is left out', () => {
    const { pod } = objectsFor(http01Challenge(), {
      runtimeClassName: 'gvisor',
      runAsNonRoot: false,
      resources: { requests: { cpu: '5m', memory: '32Mi' }, limits: { cpu: '', memory: '32Mi' } },
    });

    expect(pod.spec).toMatchObject({ runtimeClassName: 'gvisor', securityContext: { runAsNonRoot: false } });
    expect(pod.spec['containers']).toMatchObject([
      { resources: { requests: { cpu: '5m', memory: '32Mi' }, limits: { memory: '32Mi' } } },
    ]);
    expect(JSON.stringify(pod.spec['containers'])).not.toContain('"cpu":""');
  });
});

describe('a Service', () => {
  it.each([
    [undefined, 'NodePort'],
    ['', 'NodePort'],
    ['ClusterIP', 'ClusterIP'],
  ])('whose type the solver states as %s is of type %s', (serviceType, type) => {
    const ingress = serviceType === undefined ? {} : { serviceType };
    const { service } = objectsFor(http01Challenge({ ingress }));

    expect(service.spec['type']).toBe(type);
  });
});

describe('an Ingress', () => {
  const spec = (ingress: object, more: object = {}, gates: object = {}) =>
    objectsFor(http01Challenge({ ingress }, more), {}, gates).route;

  it('has neither class nor ingressClassName when the solver states none: the default class serves it', () => {
    const { spec: made, metadata } = spec({});

    expect(made).not.toHaveProperty('ingressClassName');
    expect(metadata.annotations).toEqual({
      'nginx.ingress.kubernetes.io/whitelist-source-range': '0.0.0.0/0,::/0',
    });
  });

  it('has the older annotation when the solver states class', () => {
    const { spec: made, metadata } = spec({ class: 'nginx' });

    expect(made).not.toHaveProperty('ingressClassName');
    expect(metadata.annotations).toMatchObject({ 'kubernetes.io/ingress.class': 'nginx' });
  });

  it('cannot be of two classes', () => {
    expect(() => spec({ class: 'a', ingressClassName: 'b' })).toThrow('names an ingress class twice');
  });

  it('takes labels and annotations of the template, whose source range wins', () => {
    const annotations = { 'nginx.org/whitelist-source-range': '10.0.0.0/8' };
    const { metadata } = spec({ ingressTemplate: { metadata: { labels: { team: 'shop' }, annotations } } });

    expect(metadata.labels).toMatchObject({ team: 'shop' });
    expect(metadata.annotations).toEqual(annotations);
  });

  it('names no host for an IP address', () => {
    expect(JSON.stringify(spec({}, { dnsName: '2001:db8::1' }).spec)).not.toContain('host');
  });

  it('leaves the type of the path to the ingress controller when the gate is off', () => {
    const { spec: made } = spec({}, {}, { ACMEHTTP01IngressPathTypeExact: false });

    expect(JSON.stringify(made)).toContain('"pathType":"ImplementationSpecific"');
  });

  it('is not made for a token that could lead elsewhere', () => {
    expect(() => spec({}, { token: '../admin' })).toThrow('The token of the challenge is not base64url');
  });
});

describe('an HTTPRoute', () => {
  it('attaches to the parents of the solver and sends one path to the Service', () => {
    const parentRefs = [{ name: 'public', namespace: 'gateways', kind: 'Gateway' }];
    const challenge = http01Challenge({ gatewayHTTPRoute: { labels: { gateway: 'public' }, parentRefs } });
    const { route, service } = objectsFor(challenge);

    expect(route.metadata.labels).toMatchObject({ gateway: 'public', ...service.metadata.labels });
    expect(route.spec).toEqual({
      parentRefs,
      hostnames: ['shop.example'],
      rules: [
        {
          matches: [{ path: { type: 'Exact', value: '/.well-known/acme-challenge/token-of-shop' } }],
          backendRefs: [
            {
              group: '',
              kind: 'Service',
              name: service.metadata.name,
              namespace: 'web',
              port: 8089,
              weight: 1,
            },
          ],
        },
      ],
    });
  });
});
