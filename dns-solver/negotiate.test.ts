import { describe, expect, it } from 'vitest';
import { aggregatedContentType } from './discovery.ts';
import { acceptsJson, discoveryFormat, isJsonContent } from './negotiate.ts';

describe('discovery', () => {
  it.each([
    [aggregatedContentType, 'aggregated'],
    [`${aggregatedContentType};profile=nopeer,application/json`, 'aggregated'],
    [
      'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json',
      'aggregated',
    ],
    ['application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json', 'json'],
    [`application/json,${aggregatedContentType}`, 'json'],
    [`application/json;q=0.5,${aggregatedContentType};q=0.9`, 'aggregated'],
    ['application/json, */*', 'json'],
    [undefined, 'json'],
    ['application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList', 'none'],
    ['application/yaml', 'none'],
  ])('for Accept: %s is %s', (accept, format) => {
    expect(discoveryFormat(accept)).toBe(format);
  });
});

describe('an answer in JSON', () => {
  it.each([
    'application/json, */*',
    'application/*',
    '*/*',
    '',
    'application/json;as=Table;v=v1,application/json',
  ])('suits Accept: %s', (accept) => {
    expect(acceptsJson(accept)).toBe(true);
  });

  it.each(['application/vnd.kubernetes.protobuf', 'application/json;as=Table;v=v1', 'application/json;q=0'])(
    'does not suit Accept: %s',
    (accept) => {
      expect(acceptsJson(accept)).toBe(false);
    },
  );
});

describe('a body', () => {
  it('is JSON when it says so or says nothing', () => {
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'Application/JSON',
      undefined,
    ]) {
      expect(isJsonContent(type)).toBe(true);
    }
    expect(isJsonContent('application/yaml')).toBe(false);
  });
});
