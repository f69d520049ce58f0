import { parseEndpoint } from '../../nameserver.ts';
import type { Endpoint } from '../../nameserver.ts';
import type { SecretKeyRef } from '../../provider.ts';
import { invalid, readFields } from '../../solver-config.ts';
import type { Fields } from '../../solver-config.ts';
import { tsigAlgorithms } from '../../update/tsig.ts';
import type { TsigAlgorithm } from '../../update/tsig.ts';

export interface Rfc2136Config {
  readonly endpoint: Endpoint;
  readonly protocol: 'UDP' | 'TCP';
  /** Unsigned without it. */
  readonly tsig?: {
    readonly keyName: string;
    readonly algorithm: TsigAlgorithm;
    readonly secretRef: SecretKeyRef;
  };
}

/**
 * Reads `dns01.rfc2136`.
 *
 * @throws {TerminalFailure} `InvalidSolverConfig`, `InvalidNameserver`
 */
export function readRfc2136Config(raw: unknown): Rfc2136Config {
  const fields = readFields(raw);
  const nameserver = fields.text('nameserver') ?? invalid('nameserver is required');
  const base = { endpoint: parseEndpoint(nameserver), protocol: readProtocol(fields) };
  const tsig = readTsig(fields);
  return tsig ? { ...base, tsig } : base;
}

function readProtocol(fields: Fields): 'UDP' | 'TCP' {
  const protocol = (fields.text('protocol') ?? 'UDP').toUpperCase();
  return protocol === 'UDP' || protocol === 'TCP' ? protocol : invalid('protocol must be UDP or TCP');
}

/** Half a key would mean unsigned updates, which is not what the author had in mind. */
function readTsig(fields: Fields): Rfc2136Config['tsig'] {
  const keyName = fields.text('tsigKeyName');
  const secretRef = fields.secretRef('tsigSecretSecretRef');
  if (keyName === undefined && secretRef === undefined) return undefined;
  return {
    keyName: keyName ?? invalid('tsigKeyName is required beside tsigSecretSecretRef'),
    secretRef: secretRef ?? invalid('tsigSecretSecretRef is required beside tsigKeyName'),
    algorithm: readAlgorithm(fields),
  };
}

function readAlgorithm(fields: Fields): TsigAlgorithm {
  const written = (fields.text('tsigAlgorithm') ?? 'HMACMD5').toUpperCase();
  return (
    tsigAlgorithms.find((algorithm) => algorithm === written) ??
    invalid(`tsigAlgorithm must be one of ${tsigAlgorithms.join(', ')}`)
  );
}
