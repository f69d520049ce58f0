import { TerminalFailure } from '../api/failure.ts';

/** Bytes of PEM text that are read at most. */
export interface PemLimits {
  /** One certificate or one certificate request. */
  readonly certificate: number;
  readonly privateKey: number;
  readonly chain: number;
  readonly bundle: number;
}

/** As cert-manager's flags have them by default. */
export const usualPemLimits: PemLimits = {
  certificate: 36_500,
  privateKey: 13_000,
  chain: 95_000,
  bundle: 330_000,
};

/** In force where a caller states none. */
export const pemLimits: PemLimits = { ...usualPemLimits };

/** Puts limits in force for the whole process, as its command line says. */
export function limitPem(limits: PemLimits): void {
  Object.assign(pemLimits, limits);
}

/** One block of PEM text (RFC 7468). */
export interface PemBlock {
  /** The words between BEGIN and the dashes: `CERTIFICATE`. */
  readonly label: string;
  readonly der: Buffer;
  /** Whether it has headers (RFC 1421), which only encrypted keys do. */
  readonly hasHeaders: boolean;
}

/** What is read, for the failure. */
export interface PemReading {
  /** Bytes. */
  readonly limit: number;
  /** The failure's reason, such as `InvalidCertificate`. */
  readonly reason: string;
}

const begin = /^-----BEGIN ([^\r\n]*?)-----[ \t]*$/;
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

function toBlock(label: string, lines: readonly string[]): PemBlock | undefined {
  const hasHeaders = lines.some((line) => line.includes(':'));
  const body = lines.map((line) => line.trim()).filter((line) => !line.includes(':'));
  const text = body.join('');
  if (!hasHeaders && !base64.test(text)) return undefined;
  return { label, der: hasHeaders ? Buffer.alloc(0) : Buffer.from(text, 'base64'), hasHeaders };
}

/**
 * The blocks of a PEM text in their order; text around them is skipped, as is a block whose body is not base64.
 *
 * @throws {TerminalFailure} with the reason given when the text is larger than the limit; never quotes the text
 */
export function readPem(pem: string | Buffer, { limit, reason }: PemReading): readonly PemBlock[] {
  if (Buffer.byteLength(pem) > limit) {
    throw new TerminalFailure(reason, `provided PEM data was larger than the maximum ${limit}B`);
  }
  const blocks: PemBlock[] = [];
  let label: string | undefined;
  let lines: string[] = [];
  for (const line of pem.toString().split(/\r?\n/)) {
    const opened = begin.exec(line)?.[1];
    if (opened !== undefined) {
      [label, lines] = [opened, []];
    } else if (label !== undefined && line.trimEnd() === `-----END ${label}-----`) {
      const block = toBlock(label, lines);
      if (block) blocks.push(block);
      label = undefined;
    } else if (label !== undefined) {
      lines.push(line);
    }
  }
  return blocks;
}

/** One block with lines of 64 characters and a newline at the end. */
export function writePem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
