import { certManagerDomain } from '../../api/annotations.ts';

/**
 * `spec.secretTemplate` from JSON.
 *
 * @throws {Error} when it is none, or says something that Secrets of Certificates may not say
 */
export function secretTemplate(text: string): unknown {
  const template: unknown = JSON.parse(text);
  if (!isRecord(template)) throw new Error('expected an object with labels and annotations');
  for (const [member, entries] of Object.entries(template)) {
    if (member !== 'labels' && member !== 'annotations') throw new Error(`unknown field "${member}"`);
    if (!isRecord(entries) || !Object.values(entries).every((value) => typeof value === 'string')) {
      throw new Error(`${member} must map names to texts`);
    }
    const reserved = Object.keys(entries).find((name) => name.startsWith(`${certManagerDomain}/`));
    if (member === 'annotations' && reserved !== undefined) {
      throw new Error(`annotations of ${certManagerDomain} are not for templates: "${reserved}"`);
    }
  }
  return template;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
