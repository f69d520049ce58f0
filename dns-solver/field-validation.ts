import { Refusal } from './status.ts';

/** What to do about members that nobody knows: `fieldValidation` of the query; `Warn` when it is left out. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** @throws {Refusal} 400 for another word */
export function readFieldValidation(query: URLSearchParams): FieldValidation {
  const value = query.get('fieldValidation') ?? 'Warn';
  if (value === '' || value === 'Warn') return 'Warn';
  if (value === 'Ignore' || value === 'Strict') return value;
  const supported = 'supported values: "Ignore", "Strict", "Warn"';
  throw new Refusal(
    'BadRequest',
    `fieldValidation: Unsupported value: ${JSON.stringify(value)}: ${supported}`,
  );
}

const ofPayload = new Set(['kind', 'apiversion', 'metadata', 'request', 'response']);
const ofRequest = new Set(
  `uid action type dnsname key resourcenamespace resolvedfqdn resolvedzone allowambientcredentials config`.split(
    ' ',
  ),
);

/** Members of a ChallengePayload that nobody knows, with their paths. What is below `config` is the solver's business. */
function unknownFields(payload: object): readonly string[] {
  return Object.entries(payload).flatMap(([name, value]: [string, unknown]) => {
    if (!ofPayload.has(name.toLowerCase())) return [name];
    if (name.toLowerCase() !== 'request' || typeof value !== 'object' || value === null) return [];
    return Object.keys(value).flatMap((member) =>
      ofRequest.has(member.toLowerCase()) ? [] : [`${name}.${member}`],
    );
  });
}

/** More than these would make the headers of an answer too long for some. */
const mostWarnings = 10;

/**
 * Tells of members that nobody knows, as kube-apiserver does.
 *
 * @returns values of `Warning` headers (RFC 7234 section 5.5)
 * @throws {Refusal} 400 when it is to be strict
 */
export function fieldWarnings(body: string, validation: FieldValidation): readonly string[] {
  if (validation === 'Ignore') return [];
  const problems = unknownFields(JSON.parse(body) as object)
    .slice(0, mostWarnings)
    .map((path) => `unknown field ${JSON.stringify(path.slice(0, 100))}`);
  if (validation === 'Strict' && problems.length > 0)
    throw new Refusal('BadRequest', `strict decoding error: ${problems.join(', ')}`);
  return problems.map((text) => `299 - ${JSON.stringify(text.replaceAll(/[^\x20-\x7e]/g, '?'))}`);
}
