import { type Readiness, quietSeconds } from '../quiet.ts';
import { type HttpCheck, passesNeeded } from './checks.ts';

/** @param age seconds since the proof was put where it can be seen */
export function httpReadiness(
  check: HttpCheck | undefined,
  age: number,
  askAnywaySeconds: number,
): Readiness {
  const left = askAnywaySeconds - age;
  if (check === undefined) return { is: 'waiting', seconds: left };
  if (check.passes >= passesNeeded) return { is: 'ready' };
  const seconds = Math.min(check.nextSeconds, left);
  if (check.trouble === undefined || age < quietSeconds) return { is: 'waiting', seconds };
  return { is: 'waiting', seconds, reason: `Waiting for HTTP-01 challenge propagation: ${check.trouble}` };
}
