/** One clause of an `Accept` header. */
interface Clause {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly quality: number;
}

/** How a document is to be written: Kubernetes' own discovery format, plain JSON, or not at all (406). */
export type Format = 'aggregated' | 'json' | 'none';

/** The format of `/apis`: the first clause that can be served wins among equals, as in kube-apiserver. */
export function discoveryFormat(accept: string | undefined): Format {
  for (const clause of clauses(accept)) {
    if (isAggregated(clause)) return 'aggregated';
    if (isPlain(clause)) return 'json';
  }
  return 'none';
}

/** Whether the caller takes plain JSON. */
export function acceptsJson(accept: string | undefined): boolean {
  return clauses(accept).some(isPlain);
}

/** Whether a body of this `Content-Type` is JSON; Kubernetes takes a missing one for JSON. */
export function isJsonContent(contentType: string | undefined): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === '' || type === 'application/json';
}

function isAggregated({ type, parameters: { g, v, as } }: Clause): boolean {
  return (
    type === 'application/json' && g === 'apidiscovery.k8s.io' && v === 'v2' && as === 'APIGroupDiscoveryList'
  );
}

function isPlain({ type, parameters }: Clause): boolean {
  if (type === '*/*' || type === 'application/*') return true;
  return type === 'application/json' && parameters['as'] === undefined; // `as=Table` is something else
}

function clauses(accept: string | undefined): readonly Clause[] {
  if (accept === undefined || accept.trim() === '') return [{ type: '*/*', parameters: {}, quality: 1 }];
  return accept
    .split(',')
    .map(readClause)
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
}

function readClause(text: string): Clause {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters = Object.fromEntries(
    rest.map((part) => {
      const [name = '', value = ''] = part.split('=');
      return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')];
    }),
  );
  const quality = Number(parameters['q'] ?? '1');
  return { type: type.toLowerCase(), parameters, quality: Number.isNaN(quality) ? 0 : quality };
}
