/** One line of a family: the values of its labels, in the order in which they shall stand, and what was measured. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Gauges with lines for each of many objects, computed when somebody asks. */
export interface MetricFamily<T> {
  readonly name: string;
  readonly help: string;
  readonly objects: () => readonly T[];
  readonly samples: (object: T) => readonly Sample[];
}

/** So many objects take a millisecond or two. */
const objectsInAPiece = 250;

/**
 * A family in Prometheus' text format, in pieces: for ten thousand objects it is megabytes, and keeping them as gauges of a
 * registry took seconds in which nothing else was done.
 */
export function* familyText<T>({ name, help, objects, samples }: MetricFamily<T>): Generator<string> {
  yield `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`;
  const all = objects();
  for (let from = 0; from < all.length; from += objectsInAPiece) {
    yield all
      .slice(from, from + objectsInAPiece)
      .flatMap(samples)
      .map(({ labels, value }) => `${name}{${labelText(labels)}} ${value}\n`)
      .join('');
  }
}

function labelText(labels: Sample['labels']): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${/["\\\n]/.test(value) ? escaped(value) : value}"`)
    .join(',');
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
