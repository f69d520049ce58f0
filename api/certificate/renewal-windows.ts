import type { CertificateSpec } from './certificate.ts';

type Window = NonNullable<NonNullable<CertificateSpec['renewal']>['windows']>[number];

/** The windows that count: none with `policy: Disabled`, where another rule speaks. */
export function statedWindows(
  spec: CertificateSpec,
): readonly { readonly field: string; readonly window: Window }[] {
  if (spec.renewal?.policy === 'Disabled') return [];
  return (spec.renewal?.windows ?? []).map((window, index) => ({
    field: `spec.renewal.windows[${index}]`,
    window,
  }));
}

/** Whether the runtime knows the zone (IANA time zone database); `Local` is accepted, as upstream does. */
export function isTimezone(name: string): boolean {
  if (name === 'Local') return true;
  try {
    return (
      new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' &&
      !/^[+-]/.test(name)
    );
  } catch {
    return false;
  }
}
