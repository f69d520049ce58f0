import { secretAnnotations, shimAnnotations } from '../../api/annotations.ts';
import { formatDuration, parseDuration } from '../../api/duration.ts';
import { keyUsages } from '../../api/schema/usages.ts';
import { csvRecord } from './csv-record.ts';
import { badConfig } from './problem.ts';
import { secretTemplate } from './secret-template.ts';

/**
 * Fields of a Certificate's spec by where they are: `duration`, `privateKey.size`. What an Ingress says, and nothing that it
 * leaves to defaults.
 */
export type Said = Readonly<Record<string, unknown>>;

type Read = (text: string) => unknown;

const text: Read = (value) => value;
const duration: Read = (value) => formatDuration(parseDuration(value));

/** What is between commas, without spaces around it. */
export function listed(value: string): readonly string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function oneOf(...known: readonly string[]): Read {
  return (value) => {
    if (!known.includes(value)) throw new Error(`"${value}" is none of ${known.join(', ')}`);
    return value;
  };
}

function wholeNumber(least: number): Read {
  return (value) => {
    const number = /^[-+]?\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= 2 ** 31 - 1))
      throw new Error(`"${value}" is no whole number >= ${least}`);
    return number;
  };
}

const usages: Read = (value) => {
  const given = listed(value);
  const unknown = given.find((usage) => !keyUsages.some((known) => known === usage));
  if (unknown !== undefined)
    throw new Error(`"${unknown}" is no key usage; known are ${keyUsages.join(', ')}`);
  if (given.length === 0) throw new Error('no key usage is listed');
  return given;
};

const fields: Readonly<Record<string, readonly [path: string, read: Read]>> = {
  [shimAnnotations.commonName]: ['commonName', text],
  [shimAnnotations.emailSans]: ['emailAddresses', listed],
  [secretAnnotations.subjectOrganizations]: ['subject.organizations', csvRecord],
  [secretAnnotations.subjectOrganizationalUnits]: ['subject.organizationalUnits', csvRecord],
  [secretAnnotations.subjectCountries]: ['subject.countries', csvRecord],
  [secretAnnotations.subjectProvinces]: ['subject.provinces', csvRecord],
  [secretAnnotations.subjectLocalities]: ['subject.localities', csvRecord],
  [secretAnnotations.subjectPostalCodes]: ['subject.postalCodes', csvRecord],
  [secretAnnotations.subjectStreetAddresses]: ['subject.streetAddresses', csvRecord],
  [secretAnnotations.subjectSerialNumber]: ['subject.serialNumber', text],
  [shimAnnotations.duration]: ['duration', duration],
  [shimAnnotations.renewBefore]: ['renewBefore', duration],
  [shimAnnotations.renewBeforePercentage]: ['renewBeforePercentage', wholeNumber(-(2 ** 31))],
  [shimAnnotations.usages]: ['usages', usages],
  [shimAnnotations.revisionHistoryLimit]: ['revisionHistoryLimit', wholeNumber(1)],
  [shimAnnotations.privateKeyAlgorithm]: ['privateKey.algorithm', oneOf('RSA', 'ECDSA', 'Ed25519')],
  [shimAnnotations.privateKeyEncoding]: ['privateKey.encoding', oneOf('PKCS1', 'PKCS8')],
  [shimAnnotations.privateKeySize]: ['privateKey.size', wholeNumber(1)],
  [shimAnnotations.privateKeyRotationPolicy]: ['privateKey.rotationPolicy', oneOf('Never', 'Always')],
  [shimAnnotations.secretTemplate]: ['secretTemplate', secretTemplate],
};

/**
 * What annotations say about a Certificate, its issuer and its names apart.
 *
 * @throws {TerminalFailure} `BadConfig` for a value that cannot be understood, in upstream's words
 */
export function saidByAnnotations(annotations: Readonly<Record<string, string>>): Said {
  const said: Record<string, unknown> = {};
  for (const [name, [path, read]] of Object.entries(fields)) {
    const value = annotations[name];
    if (value === undefined || (value === '' && read !== usages)) continue;
    said[path] = valueOf(name, () => read(value));
  }
  valueOf(shimAnnotations.privateKeySize, () => checkSize(said));
  return said;
}

function valueOf(name: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw badConfig(`invalid ingress annotation "${name}": ${error.message}`);
  }
}

function checkSize(said: Said): void {
  const { 'privateKey.algorithm': algorithm = 'RSA', 'privateKey.size': size } = said;
  if (size === undefined || algorithm === 'Ed25519') return;
  const bits = Number(size);
  if (algorithm === 'ECDSA' && ![256, 384, 521].includes(bits)) {
    throw new Error(`ECDSA keys have 256, 384 or 521 bits, not ${bits}`);
  }
  if (algorithm === 'RSA' && (bits < 2048 || bits > 8192)) {
    throw new Error(`RSA keys have 2048 to 8192 bits, not ${bits}`);
  }
}
