import { headersOf } from '../listener.ts';
import type { Received } from '../listener.ts';
import { VendorError } from '../vendor-error.ts';
import { actions } from './actions.ts';
import type { Parameters } from './actions.ts';
import { nowOf } from './fake-api.ts';
import type { FakeApi, Play } from './fake-api.ts';
import { judgeSignature } from './signature.ts';

const versions = { dnspod: '2021-03-23', sts: '2018-08-13' };
const assumeRole = 'AssumeRoleWithWebIdentity';

/** API 3.0: DNSPod's actions, and the one of STS that pods need. */
export const api3: FakeApi = {
  tooOften: 'RequestLimitExceeded',
  read: (received) => ({
    action: headersOf(received)['x-tc-action'] ?? '',
    parameters: parametersOf(received),
  }),
  async admit(play, received) {
    const { method } = received.request;
    if (method !== 'POST' || received.url.pathname !== '/') {
      throw new VendorError('InvalidRequest', 'Only POST / is supported.');
    }
    const headers = headersOf(received);
    const forSts = headers['x-tc-action'] === assumeRole;
    if (!forSts) await admitSigned(play, received);
    if (headers['x-tc-version'] !== (forSts ? versions.sts : versions.dnspod)) {
      throw new VendorError('NoSuchVersion', 'The version does not exist.');
    }
  },
  run(play, action, received) {
    const parameters = parametersOf(received);
    if (action === assumeRole) return play.keys.assumeRole(headersOf(received), parameters);
    const run = actions[action];
    if (!run) throw new VendorError('InvalidAction', 'The request action is invalid.');
    return run(play.stage, parameters);
  },
  answer(result, requestId, now) {
    const members =
      result instanceof VendorError
        ? { Error: { Code: result.code, Message: messageOf(result, requestId) } }
        : result;
    const body = { Response: { ...members, RequestId: requestId } };
    return { body, headers: { date: now.toUTCString() } };
  },
};

async function admitSigned({ keys, options }: Play, received: Received): Promise<void> {
  const headers = headersOf(received);
  const request = { headers, body: received.body };
  const fault = await judgeSignature(request, keys.all, nowOf(options));
  if (fault) throw new VendorError(fault.code, fault.message);
  keys.checkToken(headers['authorization'] ?? '', headers['x-tc-token']);
}

/** Denials of access carry the id of the request in their text. */
function messageOf({ code, message }: VendorError, requestId: string): string {
  return code.includes('UnauthorizedOperation') ? `[request id:${requestId}]${message}` : message;
}

function parametersOf({ body }: Received): Parameters {
  try {
    return JSON.parse(body.toString('utf8')) as Parameters;
  } catch {
    return {};
  }
}
