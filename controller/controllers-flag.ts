import type { Flag } from '../runtime/flags.ts';

/** Upstream's controllers that may be switched off here: the approver, the shims, the injector of CAs, and those whose work this edition does not do. */
const switchable: ReadonlySet<string> = new Set([
  'certificaterequests-approver',
  'certificaterequests-issuer-venafi',
  'certificates-metrics',
  'ingress-shim',
  'gateway-shim',
  'listenerset',
  'cainjector',
  'certificatesigningrequests-issuer-acme',
  'certificatesigningrequests-issuer-ca',
  'certificatesigningrequests-issuer-selfsigned',
  'certificatesigningrequests-issuer-vault',
  'certificatesigningrequests-issuer-venafi',
]);

/** What `--controllers` comes to here: only these make a difference. */
export interface ChosenControllers {
  readonly autoApprove: boolean;
  /** Whether Certificates are made from Ingresses. */
  readonly ingresses: boolean;
  /** Whether they are from Gateways, where those are enabled. */
  readonly gateways: boolean;
  /** Whether CAs are written into objects of others; upstream has a program of its own for that. */
  readonly caInjector: boolean;
}

/**
 * `--controllers` in upstream's grammar: `*` for all, `-name` for all but that one. Our controllers are one engine, so
 * only the approver, the shims and the injector can be taken out of it; a list that asks for less is refused rather than half obeyed.
 */
export const controllersFlag: Flag<ChosenControllers> = {
  description:
    'Controllers that run: * for all but -certificaterequests-approver, which leaves approval to others, or -ingress-shim, -gateway-shim, -cainjector',
  placeholder: 'NAMES',
  default: { autoApprove: true, ingresses: true, gateways: true, caInjector: true },
  parse(text) {
    const names = text.split(',').map((name) => name.trim());
    const off = names.filter((name) => name.startsWith('-')).map((name) => name.slice(1));
    const on = names.filter((name) => name !== '' && name !== '*' && !name.startsWith('-'));
    const [unknown] = off.filter((name) => !switchable.has(name));
    if (unknown !== undefined) throw new Error(`"${unknown}" cannot be switched off`);
    if (on.length > 0 && !names.includes('*')) {
      throw new Error('all controllers run together: start the list with * and take out what is not wanted');
    }
    return {
      autoApprove: !off.includes('certificaterequests-approver'),
      ingresses: !off.includes('ingress-shim'),
      gateways: !off.includes('gateway-shim'),
      caInjector: !off.includes('cainjector'),
    };
  },
};
