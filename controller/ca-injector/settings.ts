/** Kinds of objects in which the API server looks for a CA, by the word in upstream's flags. */
export const targetPlurals = [
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
  'customresourcedefinitions',
  'apiservices',
] as const;

export type TargetPlural = (typeof targetPlurals)[number];

/** How CAs are written into objects of others; upstream's cainjector. */
export interface CaInjectorSettings {
  /** Which kinds are looked after. None: nothing is even watched. */
  readonly targets: readonly TargetPlural[];
  /** Namespaces whose Certificates and Secrets are no sources. */
  readonly ignoredNamespaces: readonly string[];
}

export const defaultCaInjectorSettings: CaInjectorSettings = {
  targets: targetPlurals,
  ignoredNamespaces: [],
};
