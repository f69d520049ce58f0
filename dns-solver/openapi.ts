import {
  challengePayloadApiVersion,
  challengePayloadKind,
} from '../api/challenge-payload/challenge-payload.ts';
import { challengePayload } from '../api/challenge-payload/schema.ts';
import { entityTag, type Offer, solverVersion } from './discovery.ts';

/** What the documents are about: the version is certloom's. */
export interface OpenApiSubject extends Offer {
  readonly version: string;
}

/** The smallest Swagger 2.0 document: old aggregators log without end when there is none, and merge what there is. */
export function openApiV2(version: string): object {
  return { swagger: '2.0', info: infoOf(version), paths: {} };
}

/**
 * `/openapi/v3`: where the documents of the groups are. The hash in the URL lets clients keep a document for as long as
 * it stays the same.
 */
export function openApiV3Root(subject: OpenApiSubject): object {
  const paths = subject.groups.map((group) => {
    const hash = entityTag(JSON.stringify(openApiV3(group, subject))).slice(1, 33);
    const path = `apis/${group}/${solverVersion}`;
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }] as const;
  });
  return { paths: Object.fromEntries(paths) };
}

const [payloadGroup = '', payloadVersion = ''] = challengePayloadApiVersion.split('/');
const payloadKind = { group: payloadGroup, version: payloadVersion, kind: challengePayloadKind } as const;
const schemaName = 'io.cert-manager.acme.webhook.v1alpha1.ChallengePayload';

/** OpenAPI 3.0 of one group: `kubectl explain dnspod --api-version=<group>/v1alpha1` prints it. */
export function openApiV3(group: string, { solvers, version }: OpenApiSubject): object {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${schemaName}` } } };
  const operations = solvers.map((solver) => {
    const post = {
      tags: [group],
      description: `Publish or take away one TXT value (${solver}).`,
      operationId: `create_${group}_${solver}`.replaceAll(/[^A-Za-z0-9]+/g, '_'),
      requestBody: { required: true, content },
      responses: { '201': { description: 'How it went, in `response`.', content } },
      'x-kubernetes-action': 'post',
      'x-kubernetes-group-version-kind': payloadKind,
    };
    return [`/apis/${group}/${solverVersion}/${solver}`, { post }] as const;
  });
  const schema = { ...challengePayload, 'x-kubernetes-group-version-kind': [payloadKind] };
  return {
    openapi: '3.0.0',
    info: infoOf(version),
    paths: Object.fromEntries(operations),
    components: { schemas: { [schemaName]: schema } },
  };
}

function infoOf(version: string): object {
  return { title: 'certloom DNS01 solver', version };
}
