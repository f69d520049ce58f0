import * as flag from '../runtime/flags.ts';

/** Who may call the webhook, beside the certificate that the API server asks for. */
export interface CallerSettings {
  /** PEM file with the CAs of client certificates; read again when it changes. */
  readonly caFile: string;
  /** Common names that may call; empty: everyone whom a CA vouches for. */
  readonly names: readonly string[];
}

/** Upstream's flags. */
export const callerFlags = {
  'enable-client-verification': flag.boolean('Answer callers with a client certificate only', false),
  'client-ca-path': flag.text('PEM file with the CAs of client certificates'),
  'client-subject-names': flag.list('Common names of callers; all that the CAs vouch for when left out'),
};

/** @throws {flag.FlagExit} when the flags do not fit together */
export function callerSettings(
  command: string,
  values: flag.FlagValues<typeof callerFlags>,
): CallerSettings | undefined {
  const caFile = values['client-ca-path'];
  if (!values['enable-client-verification']) return undefined;
  if (caFile === '') {
    const remedy =
      'state the CAs of client certificates, as the API server has them (AdmissionConfiguration)';
    throw new flag.FlagExit(
      2,
      `${command}: --enable-client-verification needs --client-ca-path: ${remedy}\n`,
    );
  }
  return { caFile, names: values['client-subject-names'] };
}
