import type { KeyObject } from 'node:crypto';

import type { CertificateRequest } from '../../api/certificate-request/certificate-request.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { findCondition } from '../../api/conditions.ts';
import { keySpecOf, spkiDigest } from '../../pki/key.ts';
import type { IssuerChanges } from '../issuer/changes.ts';
import { vaultTrouble } from '../issuer/vault/signer.ts';
import { type IssuerLookup, findIssuer } from '../issuer-ref.ts';
import { isControlledBy } from '../owner.ts';
import type { KeyFacts, SecretFacts } from '../secret-facts.ts';
import type { ControllerTools } from '../wiring.ts';
import type { Comebacks } from './comebacks.ts';
import { nextKeyName } from './names.ts';
import type { Overwrites } from './overwrites.ts';
import { isNextKeySecret, memoryName } from './private-key.ts';
import type { RenewalAnswers } from './renewal-answers.ts';
import { requestFacts } from './request-facts.ts';
import { type Retries, isReadySince } from './retries.ts';
import { ownerOfSecretName } from './secret-name-owner.ts';
import type { IssuerView, NextKey, Seen } from './seen.ts';

/** What `observe` needs beside the tools. */
export interface CertificateSurroundings {
  readonly issuerChanges: IssuerChanges;
  readonly retries: Retries;
  readonly renewals: RenewalAnswers;
  readonly comebacks: Comebacks;
  readonly overwrites: Overwrites;
}

/** Everything about a Certificate, all of it from memory. */
export function observe(
  tools: ControllerTools,
  { retries, renewals, comebacks, overwrites }: CertificateSurroundings,
  key: string,
): Seen | undefined {
  const { stores, settings, clock } = tools;
  const certificate = stores.certificates.get(key);
  if (certificate === undefined || certificate.metadata.deletionTimestamp !== undefined) return undefined;
  const { uid = '', namespace = '' } = certificate.metadata;
  const secretKey = `${namespace}/${certificate.spec.secretName}`;
  const secret = stores.secrets.get(secretKey);
  const nextKey = observeNextKey(tools, certificate);
  const requests = stores.requests
    .by('owner', uid)
    .filter((request) => isControlledBy(request, certificate) && isHere(request));
  const owner = ownerOfSecretName(stores.certificates.by('secretName', secretKey), secret);
  const overwritten = overwrites.of(secretKey);
  const ownsSecretName = owner === undefined || owner.metadata.uid === uid;
  return {
    certificate,
    now: clock.now(),
    secret,
    ...(secret === undefined && awaited(comebacks.secondsToWait(certificate))),
    nextKey,
    strayKeys: strayKeys(stores.secrets.by('owner', uid), certificate, nextKey),
    requests: requests.map(requestFacts),
    issuer: { ...troubleOf(tools, requests), ...issuerView(tools, retries, certificate) },
    ownsSecretName,
    ...(ownsSecretName ? {} : { secretNameOwner: owner.metadata.name ?? '' }),
    ...(overwritten && { overwritten }),
    ...renewalView(tools, renewals, certificate),
    settings,
  };
}

function awaited(seconds: number): Pick<Seen, 'awaitsSecretSeconds'> {
  return seconds > 0 ? { awaitsSecretSeconds: seconds } : {};
}

/** Not on its way out; one that is makes room when it is gone. */
function isHere({ metadata }: { readonly metadata: Certificate['metadata'] }): boolean {
  return metadata.deletionTimestamp === undefined;
}

function observeNextKey({ keys, stores }: ControllerTools, certificate: Certificate): NextKey | undefined {
  const name = nextKeyName(certificate);
  const inMemory = keys.get(memoryName(certificate, name));
  if (inMemory !== undefined) return { name, place: 'memory', key: keyFacts(inMemory) };
  const secret = stores.secrets.get(memoryName(certificate, name));
  if (secret === undefined || !isNextKeySecret(secret, certificate)) return undefined;
  return { name, place: 'secret', key: secret.key ?? { error: 'the Secret holds no private key' } };
}

const known = new WeakMap<KeyObject, KeyFacts>();

function keyFacts(key: KeyObject): KeyFacts {
  const facts = known.get(key) ?? { spec: keySpecOf(key), spkiDigest: spkiDigest(key) };
  known.set(key, facts);
  return facts;
}

function strayKeys(
  owned: readonly SecretFacts[],
  certificate: Certificate,
  nextKey: NextKey | undefined,
): readonly string[] {
  return owned
    .filter((secret) => isNextKeySecret(secret, certificate) && isHere(secret))
    .map(({ metadata }) => metadata.name ?? '')
    .filter((name) => name !== nextKey?.name);
}

function issuerView(
  { stores, settings }: ControllerTools,
  retries: Retries,
  certificate: Certificate,
): IssuerView {
  const { metadata, spec, status } = certificate;
  const found = findIssuer(stores, spec.issuerRef, metadata.namespace ?? '', settings);
  const obstacle = obstacleOf(found);
  const nothing = { signsAtOnce: false, changedSinceFailure: false };
  if (found.is !== 'found') return { ...nothing, ...obstacle };
  const ours = found.type === 'ca' || found.type === 'selfSigned';
  return {
    ...obstacle,
    signsAtOnce: ours && found.ready && settings.autoApprove,
    changedSinceFailure:
      retries.isAllowed(certificate) || isReadySince(found.issuer, status?.lastFailureTime),
  };
}

function renewalView(
  { stores, settings }: ControllerTools,
  renewals: RenewalAnswers,
  certificate: Certificate,
): Pick<Seen, 'renewalInformation'> {
  if (!settings.gates.ACMEUseARI) return {};
  const { metadata, spec } = certificate;
  const found = findIssuer(stores, spec.issuerRef, metadata.namespace ?? '', settings);
  if (found.is !== 'found' || found.type !== 'acme') return {};
  const answer = renewals.of(certificate);
  return { renewalInformation: { canAsk: found.ready, ...(answer && { answer }) } };
}

/** What an order under way says of a proof that does not get on, and a request of a Vault that does not sign. */
function troubleOf(
  { stores }: ControllerTools,
  requests: readonly CertificateRequest[],
): Pick<IssuerView, 'obstacle'> {
  const orders = requests.flatMap(({ metadata }) => stores.orders.by('request', metadata.uid ?? ''));
  const said = [...orders.map(({ status }) => status?.reason), ...requests.map(vaultTrouble)];
  const obstacle = said.find((reason) => reason !== undefined && reason !== '');
  return obstacle === undefined ? {} : { obstacle };
}

function obstacleOf(found: IssuerLookup): Pick<IssuerView, 'obstacle'> {
  if (found.is === 'external') return {};
  if (found.is === 'missing') return { obstacle: `Referenced "${found.kind}" not found: ${found.message}` };
  if (found.ready) return {};
  const { metadata, status } = found.issuer;
  const why = findCondition(status?.conditions, 'Ready')?.message ?? '';
  return { obstacle: `${found.kind} "${metadata.name}" is not ready${why === '' ? '' : `: ${why}`}` };
}
