import type { SceneName } from './tape.ts';

/** A difference that is meant. Texts stand for themselves, expressions for texts that they match. */
export interface Listed {
  readonly scenes: readonly SceneName[];
  /** As in `Difference`; `*` stands for any text. */
  readonly objects: string;
  readonly path: string;
  /** Left out: upstream has nothing there. */
  readonly upstream?: unknown;
  /** Left out: we have nothing there. */
  readonly ours?: unknown;
}

/** Differences with one reason. */
export interface Divergence {
  readonly what: string;
  readonly why: string;
  readonly differences: readonly Listed[];
}

const everywhere: readonly SceneName[] = ['ca', 'dns01', 'http01', 'fail'];
const withAcme: readonly SceneName[] = ['dns01', 'http01', 'fail'];
const withSecrets: readonly SceneName[] = ['ca', 'dns01', 'http01'];

type Sides = Pick<Listed, 'upstream' | 'ours'>;

function at(scenes: readonly SceneName[], objects: string, path: string, sides: Sides): Listed {
  return { scenes, objects, path, ...sides };
}

/** A condition of ours that repeats another one, as the recorded scenes end with it. */
function added(type: 'Reconciling' | 'Stalled', reason: string, message: string): Sides {
  const at = { observedGeneration: 1, lastTransitionTime: '<instant>' };
  return { ours: { type, status: 'True', reason, message, ...at } };
}

const noSecret = 'Issuing certificate as Secret does not exist';
const noIssuer = `${noSecret}. Waiting: Referenced "Issuer" not found: issuer.cert-manager.io "absent" not found`;
const noCa = `${noSecret}. Waiting: Issuer "ca-absent" is not ready: Error getting keypair for CA issuer: secrets "absent" not found`;
const refused = `The certificate request has failed to complete and will be retried: Failed to wait for order resource "refused-by-ca-1-3355680749" to become ready: order is in "errored" state: Failed to create Order: 400 urn:ietf:params:acme:error:rejectedIdentifier: Order included an identifier for which issuance is forbidden by policy: "google.com"; subproblems:
\turn:ietf:params:acme:error:rejectedIdentifier: [dns: google.com] google.com is a forbidden domain`;

const issuerKind = { ours: 'Issuer' };
const issuerGroup = { ours: 'cert-manager.io' };
const issuerGroupAnnotation = 'metadata.annotations[cert-manager.io/issuer-group]';
const issuerKindAnnotation = 'metadata.annotations[cert-manager.io/issuer-kind]';

/**
 * Where the recorded scenes end otherwise than with upstream, and on purpose. A test replays them: it fails on any other
 * difference, and on one of these that is no longer there. `docs/divergences.md` is printed from it.
 */
export const divergences: readonly Divergence[] = [
  {
    what: 'Defaults are written out',
    why: 'The admission webhook fills in what an author left out, so that people see what applies; chart value `webhook.visibleDefaults` switches it off. What is made from a Certificate says the same words.',
    differences: [
      at(everywhere, 'Certificate *', 'spec.issuerRef.kind', issuerKind),
      at(everywhere, 'Certificate *', 'spec.issuerRef.group', issuerGroup),
      at(everywhere, 'Certificate *', 'spec.usages', { ours: ['digital signature', 'key encipherment'] }),
      at(['ca', 'fail'], 'Certificate *', 'spec.privateKey', {
        ours: { algorithm: 'RSA', encoding: 'PKCS1', rotationPolicy: 'Always' },
      }),
      at(everywhere, 'Certificate *', 'spec.privateKey.encoding', { ours: 'PKCS1' }),
      at(everywhere, 'Certificate *', 'spec.privateKey.rotationPolicy', { ours: 'Always' }),
      at(everywhere, 'CertificateRequest *', 'spec.issuerRef.kind', issuerKind),
      at(everywhere, 'CertificateRequest *', 'spec.issuerRef.group', issuerGroup),
      at(everywhere, 'CertificateRequest *', 'spec.usages', {
        ours: ['digital signature', 'key encipherment'],
      }),
      at(withAcme, 'Order *', 'spec.issuerRef.kind', issuerKind),
      at(withAcme, 'Order *', 'spec.issuerRef.group', issuerGroup),
      at(withSecrets, 'Secret *-tls', issuerKindAnnotation, { upstream: '', ...issuerKind }),
      at(withSecrets, 'Secret *-tls', issuerGroupAnnotation, { upstream: '', ...issuerGroup }),
    ],
  },
  {
    what: 'Orders have another number at the end of their name',
    why: 'It is a hash of what the Order is for, computed as upstream computes it, and there the issuer is written out (see above). With the same words the names are the same.',
    differences: [
      at(['dns01'], 'Order pair-1-*', 'metadata.name', {
        upstream: 'pair-1-1878512845',
        ours: 'pair-1-1696889517',
      }),
      at(['http01'], 'Order one-1-*', 'metadata.name', {
        upstream: 'one-1-1128918615',
        ours: 'one-1-3283330615',
      }),
      at(['fail'], 'Order refused-by-ca-1-*', 'metadata.name', {
        upstream: 'refused-by-ca-1-134641165',
        ours: 'refused-by-ca-1-3355680749',
      }),
    ],
  },
  {
    what: 'The Secret of the next private key is named after its request',
    why: 'Upstream lets the API server choose five random characters, reads them back and writes them down. A derived name is known beforehand, so that a controller that was killed in between finds the key again and makes no second one.',
    differences: [
      at(everywhere, 'Secret *', 'metadata.name', { upstream: /-[a-z0-9]{5}$/, ours: /-\d+-next$/ }),
      at(['fail'], 'Secret *-next', 'metadata.generateName', { upstream: /-$/ }),
    ],
  },
  {
    what: '`status.observedGeneration`',
    why: 'Added to all six kinds: see CRDs. A request that nobody has looked after yet, like that of an issuer outside, has the default.',
    differences: [
      ...['Certificate', 'CertificateRequest', 'Issuer'].map((kind) =>
        at(everywhere, `${kind} *`, 'status.observedGeneration', { ours: /^\d+$/ }),
      ),
      at(withAcme, 'Order *', 'status.observedGeneration', { ours: 1 }),
      at(['fail'], 'CertificateRequest external-1', 'status', { ours: { observedGeneration: -1 } }),
    ],
  },
  {
    what: 'The requester',
    why: 'Our ServiceAccount has another name, and our controller says itself who it is, which admission checks: so it renews on while the webhook is down. It leaves out the id of its token, which changes.',
    differences: [
      at(everywhere, 'CertificateRequest *', 'spec.username', {
        upstream: 'system:serviceaccount:cert-manager:cert-manager',
        ours: 'system:serviceaccount:certloom:certloom-controller',
      }),
      at(everywhere, 'CertificateRequest *', 'spec.groups', {
        upstream: ['system:serviceaccounts', 'system:serviceaccounts:cert-manager', 'system:authenticated'],
        ours: ['system:serviceaccounts', 'system:serviceaccounts:certloom', 'system:authenticated'],
      }),
      at(everywhere, 'CertificateRequest *', 'spec.extra', {
        upstream: ['authentication.kubernetes.io/credential-id'],
      }),
    ],
  },
  {
    what: '`Reconciling` and `Stalled`',
    why: 'Tools that wait (kstatus, and with it Flux) take the one for work and the other for failure; of `Ready=False` alone they cannot tell. They stand last, and only while there is no good certificate in use. Where one of them stands, `Issuing` and `Ready` are in the order in which we write them; with upstream it depends on which of its controllers is first.',
    differences: [
      at(['fail'], 'Certificate external', 'status.conditionOrder', {
        upstream: ['Issuing', 'Ready'],
        ours: ['Issuing', 'Ready', 'Reconciling'],
      }),
      at(['fail'], 'Certificate no-issuer', 'status.conditionOrder', {
        upstream: ['Issuing', 'Ready'],
        ours: ['Issuing', 'Ready', 'Reconciling'],
      }),
      at(['fail'], 'Certificate issuer-not-ready', 'status.conditionOrder', {
        upstream: ['Ready', 'Issuing'],
        ours: ['Issuing', 'Ready', 'Reconciling'],
      }),
      at(['fail'], 'Certificate refused-by-ca', 'status.conditionOrder', {
        upstream: ['Issuing', 'Ready'],
        ours: ['Issuing', 'Ready', 'Stalled'],
      }),
      at(
        ['fail'],
        'Certificate external',
        'status.conditions.Reconciling',
        added('Reconciling', 'DoesNotExist', noSecret),
      ),
      at(
        ['fail'],
        'Certificate no-issuer',
        'status.conditions.Reconciling',
        added('Reconciling', 'DoesNotExist', noIssuer),
      ),
      at(
        ['fail'],
        'Certificate issuer-not-ready',
        'status.conditions.Reconciling',
        added('Reconciling', 'DoesNotExist', noCa),
      ),
      at(
        ['fail'],
        'Certificate refused-by-ca',
        'status.conditions.Stalled',
        added('Stalled', 'Failed', refused),
      ),
    ],
  },
  {
    what: 'What stands in the way',
    why: 'A Certificate says it where people look first: `Issuing`, when its issuer is missing or not ready for more than five seconds, and `Ready`, in the words of whoever refused, when the attempt has failed.',
    differences: [
      at(['fail'], 'Certificate no-issuer', 'status.conditions.Issuing.message', {
        upstream: noSecret,
        ours: noIssuer,
      }),
      at(['fail'], 'Certificate issuer-not-ready', 'status.conditions.Issuing.message', {
        upstream: noSecret,
        ours: noCa,
      }),
      at(['fail'], 'Certificate refused-by-ca', 'status.conditions.Ready.message', {
        upstream: noSecret,
        ours: `Secret does not exist. ${refused}`,
      }),
    ],
  },
];
