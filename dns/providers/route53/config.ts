import type { SecretKeyRef } from '../../provider.ts';
import { invalid, readFields } from '../../solver-config.ts';
import type { Fields } from '../../solver-config.ts';
import { memberOf } from '../../vendor-api/json.ts';
import { bareZoneId } from './zone-id.ts';

/** Where the first key comes from. */
export type KeyOrigin =
  | { readonly from: 'secret'; readonly id: string | SecretKeyRef; readonly secretRef: SecretKeyRef }
  | { readonly from: 'surroundings' }
  | { readonly from: 'serviceAccount'; readonly name: string; readonly audiences: readonly string[] };

export interface Route53Config {
  readonly origin: KeyOrigin;
  /** To be assumed with it. */
  readonly role: string | undefined;
  readonly region: string | undefined;
  readonly hostedZoneId: string | undefined;
}

/**
 * Reads `dns01.route53`.
 *
 * @throws {TerminalFailure} `InvalidSolverConfig`
 */
export function readRoute53Config(raw: unknown): Route53Config {
  const fields = readFields(raw);
  const role = fields.word('role');
  if (role !== undefined && !role.startsWith('arn:')) return invalid('role must be an ARN: arn:aws:iam::…');
  const zone = fields.word('hostedZoneID');
  const hostedZoneId = zone === undefined ? undefined : bareZoneId(zone);
  if (hostedZoneId !== undefined && !/^[A-Za-z0-9]{1,32}$/.test(hostedZoneId)) {
    return invalid('hostedZoneID must be the id of a hosted zone: letters and digits');
  }
  const region = fields.word('region');
  if (region !== undefined && !/^[a-z]{2}[a-z0-9-]{1,30}$/.test(region)) {
    return invalid('region must be the name of a region, such as eu-west-1');
  }
  return { origin: readOrigin(raw, fields, role), role, region, hostedZoneId };
}

function readOrigin(raw: unknown, fields: Fields, role: string | undefined): KeyOrigin {
  if (fields.has('auth') && memberOf(raw, 'auth') !== null) return readServiceAccount(raw, role);
  const literal = fields.word('accessKeyID');
  const ref = fields.secretRef('accessKeyIDSecretRef');
  const secretRef = fields.secretRef('secretAccessKeySecretRef');
  if (literal !== undefined && ref) {
    return invalid('accessKeyID and accessKeyIDSecretRef exclude each other');
  }
  const id = literal ?? ref;
  if (id === undefined && !secretRef) return { from: 'surroundings' };
  if (id === undefined) {
    return invalid('accessKeyID or accessKeyIDSecretRef is required beside secretAccessKeySecretRef');
  }
  return {
    from: 'secret',
    id,
    secretRef: secretRef ?? invalid('secretAccessKeySecretRef is required beside the access key id'),
  };
}

const usualAudience = 'sts.amazonaws.com';

function readServiceAccount(raw: unknown, role: string | undefined): KeyOrigin {
  const ref = memberOf(memberOf(memberOf(raw, 'auth'), 'kubernetes'), 'serviceAccountRef');
  const path = 'auth.kubernetes.serviceAccountRef.';
  const name = readFields(ref, path).word('name') ?? invalid(`${path}name is required`);
  if (role === undefined) return invalid('role is required beside auth.kubernetes');
  const audiences = memberOf(ref, 'audiences');
  const given = Array.isArray(audiences) ? audiences.filter((one) => typeof one === 'string') : [];
  return { from: 'serviceAccount', name, audiences: given.length > 0 ? given : [usualAudience] };
}
