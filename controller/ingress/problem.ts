import { TerminalFailure } from '../../api/failure.ts';

/** What an Ingress says cannot be done; only a change of it helps. Upstream's reason. */
export function badConfig(message: string): TerminalFailure {
  return new TerminalFailure('BadConfig', message);
}
