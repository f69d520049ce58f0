import type { Certificate } from '../certificate/certificate.ts';

const weekMs = 7 * 24 * 3600 * 1000;

/** Whether it was issued, or is to be, for the first time within the week before now: then it counts for rate limits. */
export function isNewThisWeek({ metadata, status }: Certificate, now: Date): boolean {
  const since = status?.notBefore ?? metadata.creationTimestamp;
  return since === undefined || now.getTime() - Date.parse(since) < weekMs;
}
