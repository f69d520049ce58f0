import { Refusal } from './status.ts';

/** How many requests may be worked on at once; kube-apiserver's own defaults. */
export const defaultLimits: InFlightLimits = { reading: 400, changing: 200 };

export interface InFlightLimits {
  readonly reading: number;
  readonly changing: number;
}

/** @returns gives the place back. @throws {Refusal} 429 */
export type Admit = (method: string) => () => void;

/** Turns requests away before they cost anything when too many are being worked on. */
export function createAdmit(limits: InFlightLimits): Admit {
  const counts = { reading: 0, changing: 0 };
  return (method) => {
    const kind = method === 'GET' || method === 'HEAD' ? 'reading' : 'changing';
    if (counts[kind] >= limits[kind]) {
      // Without Retry-After: client-go would wait inside the call and hold a worker of cert-manager's.
      throw new Refusal('TooManyRequests', 'too many requests, please try again later');
    }
    counts[kind] += 1;
    return () => void (counts[kind] -= 1);
  };
}
