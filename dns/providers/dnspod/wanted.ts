import type { Log } from '../../../runtime/log.ts';
import type { TxtRecord } from '../../provider.ts';
import type { Place } from '../../vendor-api/session.ts';

/** What the Issuer wants of the records. */
export interface WantedRecord {
  readonly record: TxtRecord;
  /** Left to DNSPod when undefined. */
  readonly ttlSeconds: number | undefined;
  /** The default line when undefined. */
  readonly recordLine: string | undefined;
}

/** DNSPod answers by where a question comes from: only what is on the default line is seen from everywhere. */
export function warnOfLine(log: Log, { zone }: Place, { recordLine }: WantedRecord): void {
  if (recordLine === undefined) return;
  log.warn(
    { zone, recordLine },
    'The TXT record is not on the default line: a CA that asks from elsewhere does not see it, so leave recordLine out unless the CA is known to ask from there',
  );
}
