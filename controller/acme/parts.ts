import type { Registry } from '@prometheus-io/client';

import { version } from '../../runtime/version.ts';
import { challengeController } from '../challenge/controller.ts';
import { createChallengeMetrics } from '../challenge/metrics.ts';
import { registerAccount } from '../issuer/acme/register.ts';
import { replacedBy } from '../issuer/acme/replaced.ts';
import { acmeSetup } from '../issuer/acme/setup.ts';
import { acmeSigner } from '../issuer/acme/signer.ts';
import { createAdoption } from '../order/adopt.ts';
import { createClaims } from '../order/claims.ts';
import { orderController } from '../order/controller.ts';
import type { OrderTools } from '../order/tools.ts';
import type { AcmeParts, ControllerTools } from '../wiring.ts';
import { createAcmeAccounts } from './accounts.ts';
import type { CaOrder } from './answers.ts';
import { createAcmeMetrics } from './metrics.ts';
import { createPolls } from './polls.ts';

/** RFC 8555 section 6.1 wants one. */
const userAgent = `certloom/${version}`;

/**
 * Everything about ACME, for `start.ts`.
 *
 * @param registry counts the requests to CAs and DNS vendors, and self-checks
 */
export function acmeParts(tools: ControllerTools, registry: Registry): AcmeParts {
  const { cluster, stores, clock, settings } = tools;
  const accounts = createAcmeAccounts({
    cluster,
    secrets: stores.secrets,
    clock,
    userAgent,
    ...(settings.proxies && { proxies: settings.proxies }),
    registerAgain: (owner, client) => registerAccount(cluster, client, owner),
    onCall: createAcmeMetrics(registry),
  });
  const claims = createClaims();
  const orderTools: OrderTools = {
    cluster,
    challenges: stores.challenges,
    accounts,
    clock,
    claims,
    adoption: createAdoption(),
    polls: createPolls<CaOrder>({ firstSeconds: 0.3, maxSeconds: 10 }),
    deleted: new Set(),
    urlTaken: (url, uid) => stores.orders.by('url', url).some(({ metadata }) => metadata.uid !== uid),
  };
  return {
    setup: acmeSetup({ cluster, secrets: stores.secrets, accounts }),
    signer: acmeSigner({
      cluster,
      orders: stores.orders,
      claims,
      replaces: (request) => replacedBy(tools, request),
    }),
    askRenewalInfo: async (owner, certificateId) => (await accounts.ready(owner)).renewalInfo(certificateId),
    kinds: [
      orderController(tools, orderTools),
      challengeController(tools, accounts, createChallengeMetrics(registry)),
    ],
  };
}
