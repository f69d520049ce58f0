import { redactText } from '../../runtime/redact.ts';
import type { VaultAnswer } from './transport.ts';

/** A token, and how long it can be used. */
export interface VaultLogin {
  readonly token: string;
  /** 0: for ever. */
  readonly leaseSeconds: number;
}

/** What a role has signed. All PEM. */
export interface SignedByVault {
  readonly certificate: string;
  /** Of the CA that signed, upwards; may be empty. */
  readonly chain: readonly string[];
}

/** @returns `undefined` when the answer holds none */
export function readLogin({ data }: VaultAnswer): VaultLogin | undefined {
  const auth = member(data, 'auth');
  const token = member(auth, 'client_token');
  const lease = member(auth, 'lease_duration');
  if (typeof token !== 'string' || token === '') return undefined;
  return { token, leaseSeconds: typeof lease === 'number' ? lease : 0 };
}

/** @returns `undefined` when the answer holds no certificate */
export function readSigned({ data }: VaultAnswer): SignedByVault | undefined {
  const signed = member(data, 'data');
  const certificate = member(signed, 'certificate');
  if (typeof certificate !== 'string' || certificate === '') return undefined;
  const above = [member(signed, 'ca_chain'), member(signed, 'issuing_ca')].flat();
  return { certificate, chain: above.flatMap((pem) => (typeof pem === 'string' && pem !== '' ? [pem] : [])) };
}

/** Longer texts are cut: they stand on conditions. */
const longestText = 600;

/**
 * What a Vault says went wrong, in one line that is the same on every attempt: without lists of one item, and without
 * instants.
 *
 * @returns the status where it says nothing
 */
export function errorOf({ status, data }: VaultAnswer): string {
  const errors = member(data, 'errors');
  const texts = Array.isArray(errors) ? errors.filter((text) => typeof text === 'string') : [];
  const said = texts.map(flattened).filter((text) => text !== '');
  return said.length === 0 ? `status ${status}` : said.join('; ').slice(0, longestText);
}

/** `2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n` is `permission denied; invalid token`. */
function flattened(text: string): string {
  const items = text.replace(/^\d+ errors? occurred:\s*/, '').split(/\s*\n\s*\*?\s*|^\s*\*\s+/);
  const line = items.filter((item) => item !== '').join('; ');
  return redactText(line)
    .replaceAll(/\bhv[sbr]\.[\w-]+/g, '[redacted]')
    .replaceAll(/ (?:of|at|on) \d{4}-\d\d-\d\d[T ][\d:.]+\S*/g, '');
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
