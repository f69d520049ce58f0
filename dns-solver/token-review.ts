import { createHash } from 'node:crypto';
import type { Clock } from '../runtime/clock.ts';
import type { Cluster } from '../runtime/cluster.ts';
import { type Identity, refused, type Verdict } from './identity.ts';
import { createRemembered } from './remembered.ts';

/** `authentication.k8s.io/v1` TokenReviewStatus. */
interface TokenReview {
  readonly status?: {
    readonly authenticated?: boolean;
    readonly audiences?: readonly string[];
    readonly user?: Partial<Identity>;
  };
}

export interface TokenReviewOptions {
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** Whom tokens must be meant for; empty: the API server's own audiences. */
  readonly audiences: readonly string[];
}

const path = '/apis/authentication.k8s.io/v1/tokenreviews';

/** Asks the API server whose token it is. Throws when it cannot be asked. */
export function createTokenReviewer(options: TokenReviewOptions): (token: string) => Promise<Verdict> {
  const { cluster, clock, audiences } = options;
  const remembered = createRemembered<Verdict>(clock, 10);
  return (token) => {
    const digest = createHash('sha256').update(token).digest('hex'); // the token itself is not kept
    return remembered(digest, async () => {
      const body = {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenReview',
        spec: { token, ...(audiences.length > 0 && { audiences }) },
      };
      return readReview(
        await cluster.request<TokenReview>('POST', path, { body, timeoutSeconds: 10 }),
        audiences,
      );
    });
  };
}

/** @param audiences ours; the API server must name one of them back, since an old one ignores the question */
export function readReview({ status }: TokenReview, audiences: readonly string[]): Verdict {
  const identity = identityOf(status?.user);
  if (status?.authenticated !== true || identity === undefined) {
    return refused('the API server does not know the token');
  }
  if (audiences.length > 0 && !audiences.some((one) => status.audiences?.includes(one))) {
    return refused('the token is not meant for this server');
  }
  return { found: 'identity', identity };
}

function identityOf(user: Partial<Identity> = {}): Identity | undefined {
  const { username = '', uid, groups = [], extra = {} } = user;
  return username === '' ? undefined : { username, ...(uid !== undefined && { uid }), groups, extra };
}
