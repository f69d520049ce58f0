import { object, optional, stringList, text } from './fields.ts';

/** One entry of a Secret. */
export function secretKeyRef(description: string) {
  return object(description, {
    name: text(
      'Name of the Secret. It is looked up in the namespace of the object, for a ClusterIssuer in the cluster resource namespace.',
    ),
    key: optional(
      text(
        'Entry of the Secret to read. Some uses have a default, named with the field that holds this reference.',
      ),
    ),
  });
}

/** Another object of the same namespace, by name. */
export function localRef(description: string) {
  return object(description, { name: text('Name of the object.') });
}

/** Who issues: an Issuer, a ClusterIssuer or an issuer of another product. */
export function issuerRef(description: string) {
  return object(description, {
    name: text('Name of the issuer.'),
    kind: optional(
      text(
        'Kind of the issuer: Issuer (when left out) in the same namespace, ClusterIssuer, or a kind of another product.',
      ),
    ),
    group: optional(text('API group of the issuer; cert-manager.io when left out.')),
  });
}

/** A ServiceAccount to ask a token for. */
export function serviceAccountRef(description: string) {
  return object(description, {
    name: text('Name of the ServiceAccount.'),
    audiences: optional(
      stringList(
        'Audiences the token is asked for. The field that holds this reference says what is added or replaced.',
      ),
    ),
  });
}
