import type { Endpoint } from '../nameserver.ts';
import type { TsigKey } from './tsig.ts';

/** One server that takes updates of a zone. */
export interface UpdateTarget {
  readonly endpoint: Endpoint;
  readonly protocol: 'UDP' | 'TCP';
  /** Unsigned without it. */
  readonly key?: TsigKey | undefined;
  /** Ends in a dot. */
  readonly zone: string;
}
