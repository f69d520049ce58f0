import { describe, expect, it } from 'vitest';
import { type ConfigFileFormat, flagsInFile, parseYaml } from './config-file.ts';
import * as flag from './flags.ts';

const format: ConfigFileFormat = {
  apiVersion: 'controller.config.example/v1alpha1',
  kind: 'ControllerConfiguration',
  others: ['defaults', 'logging.options'],
  members: {
    numberOfConcurrentWorkers: 'workers',
    'leaderElectionConfig.enabled': 'leader-elect',
    'leaderElectionConfig.leaseDuration': 'lease',
    controllers: 'controllers',
    featureGates: 'feature-gates',
    'logging.verbosity': 'v',
  },
};
const flags = {
  workers: flag.integer('', 5),
  'leader-elect': flag.boolean('', true),
  lease: flag.duration('', 60),
  controllers: flag.list(''),
  'feature-gates': flag.featureGates({ NameConstraints: { default: true } }),
  v: flag.integer('', 0),
};

const said = (yaml: string) =>
  Object.fromEntries(
    [...flagsInFile(parseYaml(yaml), format, flags)].map(([name, { text }]) => [name, text]),
  );

describe('a configuration file', () => {
  it('says what flags say', () => {
    const yaml = `
apiVersion: controller.config.example/v1alpha1
kind: ControllerConfiguration
numberOfConcurrentWorkers: 7
leaderElectionConfig: { enabled: false, leaseDuration: 1m30s }
controllers: ['*', -ingress-shim]
featureGates: { NameConstraints: false }
`;

    expect(said(yaml)).toEqual({
      workers: '7',
      'leader-elect': 'false',
      lease: '1m30s',
      controllers: '*,-ingress-shim',
      'feature-gates': 'NameConstraints=false',
    });
  });

  it('counts a duration without a unit in nanoseconds, as Go does', () => {
    expect(said('leaderElectionConfig: { leaseDuration: 90000000000 }')).toEqual({ lease: '90000000000ns' });
  });

  it('leaves alone what somebody else reads, and what is left empty', () => {
    const yaml = 'defaults: { any: 1 }\nlogging: { options: { json: { x: "0" } } }\ncontrollers:\n';

    expect(said(yaml)).toEqual({});
    expect(said('')).toEqual({});
  });

  it.each([
    [
      'numberOfConcurrentWorker: 7',
      'the file: there is no numberOfConcurrentWorker (did you mean numberOfConcurrentWorkers?)',
    ],
    [
      'leaderElectionConfig: { enable: true }',
      'leaderElectionConfig: there is no enable (did you mean enabled?)',
    ],
    ['leaderElectionConfig: true', 'leaderElectionConfig must be a map'],
    ['[]', 'the file must be a map'],
    ['kind: WebhookConfiguration', 'kind: must be ControllerConfiguration'],
    ['apiVersion: v1', 'apiVersion: must be controller.config.example/v1alpha1'],
  ])('with %s is refused', (yaml, message) => {
    expect(() => said(yaml)).toThrow(message);
  });
});
