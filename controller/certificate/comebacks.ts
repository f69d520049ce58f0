import type { Certificate } from '../../api/certificate/certificate.ts';
import { keyOf } from '../../api/resource.ts';
import type { Clock } from '../../runtime/clock.ts';

/**
 * Certificates that come again under a name that was deleted a while ago. Most of them are restored from a backup or moved
 * from one application to another, and whoever does that brings the Secret right behind the Certificate: a certificate
 * issued in between would be in its way, and cost an order.
 */
export interface Comebacks {
  deleted(certificate: Certificate): void;
  added(certificate: Certificate): void;
  /** How long to wait for a Secret that is not there yet; 0 for a Certificate that never was here. */
  secondsToWait(certificate: Certificate): number;
}

const rememberedSeconds = 3600;
const remembered = 10_000;

const patienceSeconds = 5;

/** Of this process alone: one that starts finds Certificates and Secrets together. */
export function createComebacks(clock: Pick<Clock, 'now'>): Comebacks {
  const seconds = (): number => clock.now().getTime() / 1000;
  /** When it went, by its name. */
  const gone = new Map<string, number>();
  /** When it came again, by uid. */
  const back = new Map<string, number>();
  return {
    deleted(certificate) {
      back.delete(certificate.metadata.uid ?? '');
      gone.delete(keyOf(certificate));
      gone.set(keyOf(certificate), seconds());
      const [oldest] = gone.keys();
      if (gone.size > remembered && oldest !== undefined) gone.delete(oldest);
    },
    added(certificate) {
      const now = seconds();
      const left = gone.get(keyOf(certificate));
      gone.delete(keyOf(certificate));
      if (left === undefined || now - left > rememberedSeconds) return;
      back.set(certificate.metadata.uid ?? '', now);
    },
    secondsToWait({ metadata }) {
      const came = back.get(metadata.uid ?? '');
      return came === undefined ? 0 : Math.max(0, came + patienceSeconds - seconds());
    },
  };
}
