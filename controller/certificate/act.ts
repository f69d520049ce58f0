import type { Certificate, CertificateStatus } from '../../api/certificate/certificate.ts';
import { certificateRequests } from '../../api/kinds.ts';
import type { ControllerTools } from '../wiring.ts';
import type { Action } from './action.ts';
import { makeRequest } from './make-request.ts';
import { deleteKey, keyForIssuance, memoryName, nextKey, storeKey } from './private-key.ts';
import type { RenewalAnswers } from './renewal-answers.ts';
import type { RequestFacts, Seen } from './seen.ts';
import { storeIssued, tidySecret } from './store-issued.ts';
import { storeTemporary } from './store-temporary.ts';

/** Performs one action; nothing is learned that status would have to remember, since all names are derived. */
export async function act(
  tools: ControllerTools,
  action: Action,
  seen: Seen,
  renewals: Pick<RenewalAnswers, 'ask'>,
): Promise<Partial<CertificateStatus> | undefined> {
  const { certificate } = seen;
  switch (action.do) {
    case 'createRequestAtOnce':
      await createRequestAtOnce(tools, seen, action.keyName, action.revision);
      return undefined;
    case 'storeKey':
      await storeKey(tools, seen, action.keyName);
      return undefined;
    case 'createRequest': {
      const key = await nextKey(tools, certificate, action.key);
      await makeRequest(tools, { certificate, revision: action.revision, key, keyName: action.key.name });
      return undefined;
    }
    case 'deleteRequest':
      await deleteRequest(tools, certificate, action.request, action.why);
      return undefined;
    case 'deleteKey':
      await deleteKey(tools, certificate, action.keyName);
      return undefined;
    case 'storeIssued':
      await storeIssued(tools, seen, action.request, action.key);
      return undefined;
    case 'storeTemporary':
      await storeTemporary(tools, seen, action.request, action.key);
      return undefined;
    case 'askRenewalInformation':
      renewals.ask(certificate, action.certificateId);
      return undefined;
    case 'tidySecret':
      await tidySecret(tools, seen, action.why);
      return undefined;
    default:
      return action satisfies never;
  }
}

async function createRequestAtOnce(
  tools: ControllerTools,
  seen: Seen,
  keyName: string,
  revision: number,
): Promise<void> {
  const { certificate } = seen;
  const key = await keyForIssuance(tools, seen);
  tools.keys.put(memoryName(certificate, keyName), key);
  await makeRequest(tools, { certificate, revision, key, keyName });
}

async function deleteRequest(
  tools: ControllerTools,
  { metadata }: Certificate,
  { object, name }: RequestFacts,
  why: string,
): Promise<void> {
  const { uid, namespace = '', finalizers = [] } = object.metadata;
  tools.log.info({ certificate: `${namespace}/${metadata.name}`, request: name, why }, 'request deleted');
  await tools.cluster.delete(certificateRequests, { namespace, name }, uid === undefined ? {} : { uid });
  if (finalizers.length === 0) tools.stores.requests.drop(object);
}
