/** A text with manifests. */
export interface Source {
  /** As it is shown: from where the command runs, with `/`; `stdin` for standard input. */
  readonly path: string;
  /** Without a byte order mark: editors don't count it as a column. */
  readonly text: string;
  readonly hasByteOrderMark: boolean;
}

const byteOrderMark = '\uFEFF';

export function sourceOf(path: string, text: string): Source {
  const hasByteOrderMark = text.startsWith(byteOrderMark);
  return { path, text: hasByteOrderMark ? text.slice(1) : text, hasByteOrderMark };
}

/** The text as it stands in the file. */
export function originalText(source: Source, text: string): string {
  return source.hasByteOrderMark ? byteOrderMark + text : text;
}
