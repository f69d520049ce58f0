import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  aggregatedContentType,
  aggregatedDiscovery,
  entityTag,
  apiGroup,
  groupList,
  matchesTag,
  type Offer,
  pathList,
  resourceList,
  solverVersion,
} from './discovery.ts';
import { acceptsJson, discoveryFormat } from './negotiate.ts';
import { openApiV2, openApiV3, openApiV3Root } from './openapi.ts';
import { sendJson, sendText } from './respond.ts';
import { Refusal } from './status.ts';
import type { Target } from './target.ts';

/** Answers what only has to be read. @throws {Refusal} */
export type ServeDocument = (target: Target, request: IncomingMessage, response: ServerResponse) => void;

/** @param version of certloom, as `/version` shows it */
export function createDocuments(offer: Offer, version: string): ServeDocument {
  const aggregated = JSON.stringify(aggregatedDiscovery(offer));
  const tag = entityTag(aggregated);
  const find = createFinder(offer, version);

  function serveGroups(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('Vary', 'Accept');
    const format = discoveryFormat(request.headers.accept);
    if (format === 'none') throw notAcceptable();
    if (format === 'json') return sendJson(response, 200, groupList(offer));
    response.setHeader('ETag', tag);
    response.setHeader('Cache-Control', 'public');
    if (!matchesTag(request.headers['if-none-match'], tag)) {
      return sendText(response, 200, aggregated, aggregatedContentType);
    }
    response.statusCode = 304;
    response.end();
  }

  return (target, request, response) => {
    const document = find(target);
    if (target.kind !== 'groups' && document === undefined)
      return sendText(response, 404, '404 page not found\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed();
    if (target.kind === 'groups') return serveGroups(request, response);
    if (!acceptsJson(request.headers.accept)) throw notAcceptable();
    sendJson(response, 200, document ?? {});
  };
}

/** @returns what finds the document that a request is for; `undefined` for what there is no document about */
function createFinder(offer: Offer, version: string): (target: Target) => object | undefined {
  const fixed: Readonly<Partial<Record<Target['kind'], object>>> = {
    paths: pathList(offer),
    version: versionInfo(version),
    openapiV2: openApiV2(version),
    openapiV3: openApiV3Root({ ...offer, version }),
  };
  return (target) => {
    const ofGroup = 'group' in target && target.kind !== 'resource';
    return ofGroup ? groupDocument(target, offer, version) : fixed[target.kind];
  };
}

function groupDocument(
  target: Extract<Target, { kind: 'group' | 'resources' | 'openapiOfGroup' }>,
  offer: Offer,
  version: string,
): object | undefined {
  const { kind, group } = target;
  if (!offer.groups.includes(group)) return undefined;
  if (kind === 'group') return apiGroup(group);
  if (target.version !== solverVersion) return undefined;
  return kind === 'resources' ? resourceList(group, offer) : openApiV3(group, { ...offer, version });
}

/** `k8s.io/apimachinery` version.Info. */
function versionInfo(version: string): object {
  const [major = '0', minor = '0'] = version.split('.');
  const platform = `${process.platform}/${process.arch}`;
  return { major, minor, gitVersion: `v${version}`, platform };
}

export function notAcceptable(): Refusal {
  return new Refusal('NotAcceptable', 'only the following media types are accepted: application/json');
}

export function methodNotAllowed(): Refusal {
  return new Refusal('MethodNotAllowed', 'the server does not allow this method on the requested resource');
}
