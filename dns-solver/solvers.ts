import type { DnsProvider, ProviderTools, TxtRecord } from '../dns/provider.ts';
import type { ChallengeRequest } from './challenge-payload.ts';

/** A provider whose kind of configuration is nobody else's business. */
export interface Solver {
  /** Lower case: clients lower-case it in the URL. */
  readonly name: string;
  /** @throws {Failure} with a text that is the same on every retry */
  solve(request: ChallengeRequest, tools: ProviderTools): Promise<void>;
}

export function solverOf<Config>(provider: DnsProvider<Config>): Solver {
  return {
    name: provider.name.toLowerCase(),
    async solve(request, tools) {
      const config = provider.readConfig(request.config);
      const { resolvedFqdn: fqdn, resolvedZone: zone, key: value } = request;
      const record: TxtRecord = { fqdn, zone, value };
      if (request.action === 'Present') await provider.present(record, config, tools);
      else await provider.cleanUp(record, config, tools);
    },
  };
}
