import { stringify } from 'yaml';
import { certificateRules } from '../../api/certificate/rules/index.ts';
import { issuerRules } from '../../api/issuer/rules/index.ts';
import type { KubeObject } from '../../api/resource.ts';

/** Every example of every rule about what people write by hand, good and bad, each under a name of its own. */
export function exampleObjects(): readonly KubeObject[] {
  const certificates = certificateRules.flatMap(({ passes, fails }) =>
    [...passes, ...fails].map(({ after }): KubeObject => after.certificate),
  );
  const issuers = issuerRules.flatMap(({ passes, fails }) =>
    [...passes, ...fails].map(({ after }): KubeObject => after),
  );
  return [...certificates, ...issuers].map((object, index) => ({
    ...object,
    metadata: { ...object.metadata, name: `example-${index}` },
  }));
}

/** As one stream of YAML. */
export function asYaml(objects: readonly object[]): string {
  return objects.map((object) => stringify(object, { version: '1.1', lineWidth: 0 })).join('---\n');
}

/** As what a KRM function is given. */
export function asResourceList(objects: readonly object[]): string {
  const list = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', items: objects };
  return stringify(list, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
