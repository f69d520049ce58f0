import { isUtf8 } from 'node:buffer';

/** A text with manifests. */
export interface Source {
  /** As it is shown: from where the command runs, with `/`; `stdin` for standard input. */
  readonly path: string;
  /** Without a byte order mark: editors don't count it as a column. */
  readonly text: string;
  readonly hasByteOrderMark: boolean;
  /** Kubernetes reads nothing else; of other texts no more is known than what they look like. */
  readonly isUtf8: boolean;
  /** Whether it lies where `path` says. */
  readonly isFile: boolean;
}

/** What standard input is called. */
export const standardInput = 'stdin';

const byteOrderMark = '\uFEFF';

export function sourceOf(path: string, text: string): Source {
  const hasByteOrderMark = text.startsWith(byteOrderMark);
  return {
    path,
    text: hasByteOrderMark ? text.slice(1) : text,
    hasByteOrderMark,
    isUtf8: true,
    isFile: path !== standardInput,
  };
}

/** UTF-16 as some shells write it; anything else that is no UTF-8 is read as far as it goes. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return bytes.toString('utf8');
}

/** A text as it lies in a file. */
export function sourceOfBytes(path: string, bytes: Buffer): Source {
  if (isUtf8(bytes)) return sourceOf(path, bytes.toString('utf8'));
  return { ...sourceOf(path, decoded(bytes)), isUtf8: false };
}

/** The text as it stands in the file. */
export function originalText(source: Source, text: string): string {
  return source.hasByteOrderMark ? byteOrderMark + text : text;
}
