import type { NextKey, RequestFacts } from './seen.ts';

/** What can be done for a Certificate. Each is safe to repeat: names are derived from Certificate and revision. */
export type Action =
  /** Makes a key that waits in memory and the request that it signs. */
  | { readonly do: 'createRequestAtOnce'; readonly keyName: string; readonly revision: number }
  /** Puts the next private key into a Secret: a new one, or the one in use when it is never to be rotated. */
  | { readonly do: 'storeKey'; readonly keyName: string }
  /** The request signed by a key that exists already. */
  | { readonly do: 'createRequest'; readonly key: NextKey; readonly revision: number }
  | { readonly do: 'deleteRequest'; readonly request: RequestFacts; readonly why: string }
  | { readonly do: 'deleteKey'; readonly keyName: string }
  /** Writes key and certificate into the target Secret. */
  | { readonly do: 'storeIssued'; readonly request: RequestFacts; readonly key: NextKey }
  /** Writes the key and a certificate that nobody trusts into the target Secret, until the one asked for is there. */
  | { readonly do: 'storeTemporary'; readonly request: RequestFacts; readonly key: NextKey }
  /** Has the CA asked when the certificate in use should be renewed; the answer comes later. */
  | { readonly do: 'askRenewalInformation'; readonly certificateId: string }
  /** Writes the target Secret again from what it holds, in the form the spec asks for now. */
  | { readonly do: 'tidySecret'; readonly why: string };
