import { secretAnnotations } from '../../api/annotations.ts';
import type { LeafFacts } from '../secret-facts.ts';

type Details = Pick<
  LeafFacts,
  'commonName' | 'dnsNames' | 'ipAddresses' | 'uris' | 'emailAddresses' | 'subject'
>;

/**
 * The annotations of a target Secret that repeat what its certificate says, for people and for tools that look at
 * Secrets by annotation. The first four are always there, the others only when they say something.
 */
export function detailAnnotations(leaf: Details): Readonly<Record<string, string>> {
  const { subject } = leaf;
  return {
    [secretAnnotations.commonName]: leaf.commonName ?? '',
    [secretAnnotations.altNames]: csvRecord(leaf.dnsNames),
    [secretAnnotations.ipSans]: csvRecord(leaf.ipAddresses),
    [secretAnnotations.uriSans]: csvRecord(leaf.uris),
    ...stated({
      [secretAnnotations.emailSans]: csvRecord(leaf.emailAddresses),
      [secretAnnotations.subjectSerialNumber]: subject.serialNumber ?? '',
      [secretAnnotations.subjectOrganizations]: csvRecord(subject.organizations),
      [secretAnnotations.subjectOrganizationalUnits]: csvRecord(subject.organizationalUnits),
      [secretAnnotations.subjectCountries]: csvRecord(subject.countries),
      [secretAnnotations.subjectProvinces]: csvRecord(subject.provinces),
      [secretAnnotations.subjectLocalities]: csvRecord(subject.localities),
      [secretAnnotations.subjectPostalCodes]: csvRecord(subject.postalCodes),
      [secretAnnotations.subjectStreetAddresses]: csvRecord(subject.streetAddresses),
    }),
  };
}

/** One record of RFC 4180, without the line break: fields are quoted only where they must be. */
export function csvRecord(fields: readonly string[]): string {
  return fields.map(csvField).join(',');
}

function csvField(field: string): string {
  const quoted = /[",\r\n]/.test(field) || /^\s/.test(field) || field === String.raw`\.`;
  return quoted ? `"${field.replaceAll('"', '""')}"` : field;
}

function stated(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(annotations).filter(([, value]) => value !== ''));
}
