import { requestAnnotations } from '../../api/annotations.ts';
import type { OrderSpec } from '../../api/order/order.ts';
import { orderName } from '../../controller/order/names.ts';
import { type RecordedObject, label } from './tape.ts';

/** An object that bears another name with us, for a reason that can be computed. */
export interface Renaming {
  /** As upstream calls it: `Order pair-1-1878512845`. */
  readonly object: string;
  readonly upstream: string;
  readonly ours: string;
}

/**
 * Upstream lets the API server choose the name of the Secret with the next private key, we derive it from the request; and
 * an Order's name ends in a hash of what it is for. Only names that are as computed are taken as the same: any other one
 * stays a difference.
 */
export function renamings(
  upstream: readonly RecordedObject[],
  ours: readonly RecordedObject[],
): readonly Renaming[] {
  const found = upstream.flatMap((object) => [...nextKey(object, ours), ...order(object, ours)]);
  return found.filter((renaming) => renaming.upstream !== renaming.ours);
}

function nextKey(object: RecordedObject, ours: readonly RecordedObject[]): readonly Renaming[] {
  const name = keyName(object);
  const computed = `${object.metadata.name}-next`;
  const counterpart = ours.find((one) => label(one) === label(object));
  if (name === undefined || counterpart === undefined || keyName(counterpart) !== computed) return [];
  return [{ object: `Secret ${name}`, upstream: name, ours: computed }];
}

function keyName({ kind, metadata }: RecordedObject): string | undefined {
  const name = metadata.annotations?.[requestAnnotations.privateKeySecretName];
  return kind === 'CertificateRequest' ? name : undefined;
}

function order(object: RecordedObject, ours: readonly RecordedObject[]): readonly Renaming[] {
  if (object.kind !== 'Order' || !isAsComputed(object)) return [];
  const counterpart = ours.find((one) => one.kind === 'Order' && owner(one) === owner(object));
  if (counterpart === undefined || !isAsComputed(counterpart)) return [];
  const names = { upstream: object.metadata.name ?? '', ours: counterpart.metadata.name ?? '' };
  return [{ object: label(object), ...names }];
}

function owner({ metadata }: RecordedObject): string {
  return metadata.ownerReferences?.[0]?.name ?? '';
}

function isAsComputed(object: RecordedObject): boolean {
  return object.metadata.name === orderName(owner(object), object.spec as unknown as OrderSpec);
}

/** Puts our names for upstream's, wherever they stand: as names, in references, in messages. */
export function renamed(object: RecordedObject, all: readonly Renaming[]): RecordedObject {
  const byName = new Map(all.map(({ upstream, ours }) => [upstream, ours]));
  const name = /[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/g;
  const replaced = (text: string) => text.replaceAll(name, (found) => byName.get(found) ?? found);
  return mapTexts(object, replaced) as RecordedObject;
}

/** The same value with every text in it changed; keys of maps stay. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}
