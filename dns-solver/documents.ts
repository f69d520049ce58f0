import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  aggregatedContentType,
  aggregatedDiscovery,
  entityTag,
  groupDocument,
  groupList,
  matchesTag,
  type Offer,
  openApi,
  pathList,
  resourceList,
  solverVersion,
} from './discovery.ts';
import { acceptsJson, discoveryFormat } from './negotiate.ts';
import { sendJson, sendText } from './respond.ts';
import { Refusal } from './status.ts';
import type { Target } from './target.ts';

/** Answers what only has to be read. @throws {Refusal} */
export type ServeDocument = (target: Target, request: IncomingMessage, response: ServerResponse) => void;

/** @param version of certloom, as `/version` shows it */
export function createDocuments(offer: Offer, version: string): ServeDocument {
  const aggregated = JSON.stringify(aggregatedDiscovery(offer));
  const tag = entityTag(aggregated);

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
    if (target.kind !== 'groups' && findDocument(target, offer, version) === undefined)
      return sendText(response, 404, '404 page not found\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed();
    if (target.kind === 'groups') return serveGroups(request, response);
    if (!acceptsJson(request.headers.accept)) throw notAcceptable();
    sendJson(response, 200, findDocument(target, offer, version) ?? {});
  };
}

/** @returns `undefined` for what there is no document about */
function findDocument(target: Target, offer: Offer, version: string): object | undefined {
  switch (target.kind) {
    case 'paths':
      return pathList(offer);
    case 'version':
      return versionInfo(version);
    case 'openapi':
      return openApi(version);
    case 'group':
    case 'resources':
      return groupDocuments(target, offer);
    case 'groups':
    case 'health':
    case 'resource':
    case 'unknown':
      return undefined;
    default:
      return target satisfies never;
  }
}

function groupDocuments(
  target: Extract<Target, { kind: 'group' | 'resources' }>,
  offer: Offer,
): object | undefined {
  const { group } = target;
  if (!offer.groups.includes(group)) return undefined;
  if (target.kind === 'group') return groupDocument(group);
  return target.version === solverVersion ? resourceList(group, offer) : undefined;
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
