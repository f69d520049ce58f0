import { rfc3339 } from '../../api/conditions.ts';
import { mintAccounts, withAccount } from './accounts.ts';
import { mintAll, withIssued } from './issuances.ts';
import { mapTexts } from './renamings.ts';
import type { RecordedObject } from './tape.ts';

export interface ElsewhereOptions {
  /** When the recording is to have ended. */
  readonly now: Date;
  /** URL of the ACME directory that issuers are to have been registered with. */
  readonly acme: string;
}

/**
 * The last states of a recording as they would be had it ended now, in another place: with keys, requests and certificates
 * of the same shape in the places of those that were left out or belong to the left-out keys.
 */
export async function elsewhere(
  recorded: readonly RecordedObject[],
  { now, acme }: ElsewhereOptions,
): Promise<readonly RecordedObject[]> {
  const laterMs = Math.floor((now.getTime() - lastMoment(recorded)) / 1000) * 1000;
  const objects = recorded.map((object) => moved(object, laterMs, new URL(acme).origin));
  const accounts = await mintAccounts(objects);
  const issued = await mintAll(recorded, laterMs);
  const filled = objects.map(async (object) => withAccount(await withIssued(object, issued), accounts));
  return Promise.all(filled);
}

/** When the last condition changed. */
function lastMoment(objects: readonly RecordedObject[]): number {
  const conditions = objects.flatMap(({ status }) => status?.conditions ?? []);
  return Math.max(...conditions.map(({ lastTransitionTime }) => Date.parse(lastTransitionTime ?? '')));
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Of the ACME server. */
const recordedOrigin = 'https://127.0.0.1:59451';

function moved(object: RecordedObject, laterMs: number, origin: string): RecordedObject {
  const change = (text: string): string =>
    instant.test(text)
      ? rfc3339(new Date(Date.parse(text) + laterMs))
      : text.replaceAll(recordedOrigin, origin);
  const { spec, status } = object;
  return {
    ...object,
    ...(spec !== undefined && { spec: mapTexts(spec, change) as NonNullable<typeof spec> }),
    ...(status !== undefined && { status: mapTexts(status, change) as NonNullable<typeof status> }),
  };
}
