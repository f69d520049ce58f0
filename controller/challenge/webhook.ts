import type { ChallengePayload, ChallengeAction } from '../../api/challenge-payload/challenge-payload.ts';
import { type Failure, TerminalFailure, TransientFailure } from '../../api/failure.ts';
import type { Dns01Webhook } from '../../api/issuer/issuer.ts';
import type { Cluster } from '../../runtime/cluster.ts';

/** One call of a DNS01 webhook solver. */
export interface WebhookCall {
  readonly action: ChallengeAction;
  /** Of the Challenge: never with `*.`. */
  readonly dnsName: string;
  readonly key: string;
  readonly resourceNamespace: string;
  readonly fqdn: string;
  readonly zone: string;
  readonly allowAmbientCredentials: boolean;
}

/** The API server cuts proxied calls at 60 s. */
const timeoutSeconds = 60;

/**
 * Calls a solver through the aggregated API, exactly as upstream does: no apiVersion and kind, and an empty uid.
 *
 * @throws {Failure} with the solver's own words where it has any
 */
export async function callWebhook(
  cluster: Pick<Cluster, 'request'>,
  webhook: Dns01Webhook,
  call: WebhookCall,
): Promise<void> {
  const path = `/apis/${encodeURIComponent(webhook.groupName)}/v1alpha1/${encodeURIComponent(webhook.solverName)}`;
  const answer = await cluster.request<ChallengePayload>('POST', path, {
    body: { request: requestOf(webhook, call) },
    timeoutSeconds,
  });
  throwUnlessDone(answer);
}

function requestOf({ config }: Dns01Webhook, call: WebhookCall): object {
  return {
    uid: '',
    action: call.action,
    type: 'dns-01',
    dnsName: call.dnsName,
    key: call.key,
    resourceNamespace: call.resourceNamespace,
    resolvedFQDN: call.fqdn,
    resolvedZone: call.zone,
    allowAmbientCredentials: call.allowAmbientCredentials,
    ...(config !== undefined && { config }),
  };
}

function throwUnlessDone({ response }: ChallengePayload): void {
  if (response?.success === true) return;
  throw failureFrom(response?.status);
}

function failureFrom(status: NonNullable<ChallengePayload['response']>['status'] = {}): Failure {
  const { message = '', reason = '', code = 500 } = status;
  if (message === '') {
    return new TransientFailure(
      'InvalidResponse',
      'invalid payload response, did not succeed but no result provided',
    );
  }
  const Kind = needsSomebody(code) ? TerminalFailure : TransientFailure;
  return new Kind(reason === '' ? 'SolverFailed' : reason, message);
}

/** A refusal that waiting does not change. */
function needsSomebody(code: number): boolean {
  return code >= 400 && code < 500 && code !== 429;
}
