/** Where lines go. */
export interface LineSink {
  write(line: string): void;
}

/** As klog marks lines; there is no letter for what is less than information. */
const letters: Readonly<Record<string, string>> = { error: 'E', warn: 'W' };

/** A value beside its key: texts quoted, the rest as JSON. */
const fieldText = ([key, value]: readonly [string, unknown]): string => `${key}=${JSON.stringify(value)}`;

/**
 * A log line of ours in the words that readers of Kubernetes' components know:
 * `I1124 14:05:06.123456 "Listening" port=6443`, times in UTC.
 *
 * @param json one line, as `runtime/log.ts` has it written
 */
export function textLine(json: string): string {
  const { level, time, msg, ...fields } = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const [, month = '', day = '', clock = ''] = /^\d+-(\d\d)-(\d\d)T([\d:.]+)Z$/.exec(String(time)) ?? [];
  const head = `${letters[String(level)] ?? 'I'}${month}${day} ${clock}000 ${JSON.stringify(msg)}`;
  return `${[head, ...Object.entries(fields).map(fieldText)].join(' ')}\n`;
}

/** @returns a sink for JSON lines that writes them as text */
export function asText(out: LineSink): LineSink {
  return { write: (json) => out.write(textLine(json)) };
}
