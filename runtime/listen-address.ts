import type { Flag } from './flag.ts';

/** Where a server listens. */
export interface ListenAddress {
  /** Empty: every address of the machine. */
  readonly host: string;
  readonly port: number;
}

/** `host:port`, `[::1]:port` or `:port`; `0` switches the server off and gives `undefined`. */
export function listenAddress(description: string, value: string): Flag<ListenAddress | undefined> {
  return {
    description,
    placeholder: 'HOST:PORT',
    default: parseListenAddress(value),
    defaultText: value,
    parse: parseListenAddress,
  };
}

/** @throws {Error} */
export function parseListenAddress(given: string): ListenAddress | undefined {
  if (given === '0' || given === '') return undefined;
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(given) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) throw new Error('expected host:port, :port, or 0 for none');
  return { host: bracketed ?? plain ?? '', port };
}
