import * as flag from '../../runtime/flags.ts';
import { type CaInjectorSettings, type TargetPlural, targetPlurals } from './settings.ts';

type InjectableFlag = `enable-${TargetPlural}-injectable`;

function injectable(what: string): flag.Flag<boolean> {
  return flag.boolean(`Write CAs into ${what} that are annotated so`, true);
}

/** Upstream's flags about CAs in objects of others. */
export const caInjectorFlags = {
  'enable-mutatingwebhookconfigurations-injectable': injectable('MutatingWebhookConfigurations'),
  'enable-validatingwebhookconfigurations-injectable': injectable('ValidatingWebhookConfigurations'),
  'enable-customresourcedefinitions-injectable': injectable('CustomResourceDefinitions'),
  'enable-apiservices-injectable': injectable('APIServices'),
  'ignore-namespaces': flag.list('Namespaces from which no CA is taken'),
} satisfies Record<InjectableFlag, flag.Flag<boolean>> & Record<string, unknown>;

/** @param chosen what `--controllers` says of the injector as a whole */
export function caInjectorSettings(
  values: flag.FlagValues<typeof caInjectorFlags>,
  chosen: boolean,
): CaInjectorSettings {
  return {
    targets: targetPlurals.filter((plural) => chosen && values[`enable-${plural}-injectable`]),
    ignoredNamespaces: values['ignore-namespaces'],
  };
}
