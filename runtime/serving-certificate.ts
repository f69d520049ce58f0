import { type Changing, createChanging } from './changing.ts';
import { type Clock, wait } from './clock.ts';
import type { Cluster, ObjectName } from './cluster.ts';
import type { Log } from './log.ts';
import { ensureServingCa, type ServingCa } from './serving-ca.ts';
import { type CaBundleTarget, injectCaBundle } from './serving-ca-bundle.ts';
import { type Leaf, type LeafWanted, makeLeaf, needsLeaf } from './serving-leaf.ts';

/** What an HTTPS server shows its callers. */
export interface ServingCertificate {
  /** PEM: the leaf first, then what links it to the CA. */
  readonly certificatePem: string;
  /** PEM. Never logged. */
  readonly keyPem: string;
}

/** Where a server's certificate comes from; `runtime/serve.ts` loads every new value without a restart. */
export type CertificateSource = Changing<ServingCertificate>;

export interface OwnCertificateOptions extends LeafWanted {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the looking after it. */
  readonly signal: AbortSignal;
  /** Where the CA is kept. */
  readonly caSecret: ObjectName;
  /** Who has to be told the CA. */
  readonly targets: readonly CaBundleTarget[];
}

/** How often everything is looked at, in seconds; upstream's webhook does the same. */
const checkSeconds = 10;

/**
 * A serving certificate that needs nobody else: a CA of our own in a Secret that all replicas share, a leaf in memory, and
 * the CA written where the API server looks for it. Everything is looked at every 10 s and mended; what fails is logged
 * and tried again.
 *
 * Order of a planned change of the CA: the new one is stored and told to the API server beside the old one, and only then
 * do the servers show leaves of the new one, so that no call fails in between.
 */
export function startOwnCertificate(options: OwnCertificateOptions): CertificateSource {
  const source = createChanging<ServingCertificate>();
  void lookAfter(options, (leaf) => source.set(leaf));
  return source;
}

/** Never rejects. */
async function lookAfter(options: OwnCertificateOptions, show: (leaf: Leaf) => void): Promise<void> {
  const { cluster, clock, log, signal, caSecret } = options;
  let leaf: Leaf | undefined;
  let told: { readonly bundlePem: string; readonly since: Date } | undefined;
  while (!signal.aborted) {
    try {
      const ca = await ensureServingCa(cluster, caSecret, clock.now());
      if (!(await tell(options, ca))) told = undefined;
      else if (told?.bundlePem !== ca.bundlePem) told = { bundlePem: ca.bundlePem, since: clock.now() };
      if (needsLeaf({ leaf, ca, trustedSince: told?.since }, clock.now())) {
        leaf = await makeLeaf(ca, options, clock.now());
        show(leaf);
        log.info({ dnsNames: options.dnsNames }, 'Made a serving certificate');
      }
    } catch (error) {
      log.error({ err: error, secret: caSecret }, 'The serving certificate could not be looked after');
    }
    await wait(clock, checkSeconds, signal);
  }
}

/** @returns whether every target has the bundle */
async function tell({ cluster, targets, log }: OwnCertificateOptions, ca: ServingCa): Promise<boolean> {
  let complete = true;
  for (const target of targets) {
    try {
      const injection = await injectCaBundle(cluster, target, ca.bundlePem);
      if (injection === 'written') log.info({ ...target }, 'Wrote our CA into a caBundle');
      if (injection === 'absent') log.debug({ ...target }, 'The object for our caBundle does not exist yet');
      complete &&= injection !== 'absent';
    } catch (error) {
      complete = false;
      log.warn({ ...target, err: error }, 'Our CA could not be written into a caBundle');
    }
  }
  return complete;
}
