import type { TestCluster } from '../cluster/test-cluster.ts';
import type { Scene } from './scene.ts';
import type { RecordedObject } from './tape.ts';

/** Where the parts of the cluster are that a scene is played on. */
export interface Addresses {
  /** URL of the ACME directory. */
  readonly acme: string;
  /** `host:port` of the DNS server. */
  readonly nameserver: string;
  readonly tsig: { readonly name: string; readonly secret: string };
}

export function addressesOf({ acme, dns }: Pick<TestCluster, 'acme' | 'dns'>): Addresses {
  return { acme: acme.directoryUrl, nameserver: dns.server, tsig: dns.tsig };
}

interface Solver {
  readonly dns01?: { readonly rfc2136?: { readonly nameserver: string } };
}

interface AcmeSpec {
  readonly server: string;
  readonly solvers: readonly Solver[];
}

/** The port of a server that is down, here as there. */
const nobody = 'https://127.0.0.1:1/';

const tsigSecretName = 'tsig';

/** A scene as it would have been recorded with the CA and the DNS server of this cluster. */
export function sceneMovedTo(addresses: Addresses, scene: Scene): Scene {
  const move = (object: RecordedObject) => movedTo(addresses, object);
  const keys = scene.manifests.some(updatesDns) ? [tsigSecret(addresses, scene.name)] : [];
  return {
    ...scene,
    manifests: [...keys, ...scene.manifests.map(move)],
    final: [...keys, ...scene.final.map(move)],
  };
}

function updatesDns({ spec }: RecordedObject): boolean {
  const acme = spec?.['acme'] as AcmeSpec | undefined;
  return acme?.solvers.some(({ dns01 }) => dns01?.rfc2136 !== undefined) === true;
}

/**
 * The same object in another place: issuers find the CA and the DNS server of this cluster. The recording's DNS server took
 * updates from everybody, that of the test cluster wants them signed.
 */
export function movedTo(addresses: Addresses, object: RecordedObject): RecordedObject {
  const acme = object.spec?.['acme'] as AcmeSpec | undefined;
  if (object.kind !== 'Issuer' || acme === undefined) return object;
  const solvers = acme.solvers.map((solver) => movedSolver(addresses, solver));
  const server = acme.server.startsWith(nobody) ? acme.server : addresses.acme;
  return { ...object, spec: { ...object.spec, acme: { ...acme, server, solvers } } };
}

function movedSolver({ nameserver, tsig }: Addresses, solver: Solver): Solver {
  if (solver.dns01?.rfc2136 === undefined) return solver;
  const rfc2136 = {
    nameserver,
    tsigAlgorithm: 'HMACSHA256',
    tsigKeyName: tsig.name,
    tsigSecretSecretRef: { name: tsigSecretName, key: 'secret' },
  };
  return { ...solver, dns01: { ...solver.dns01, rfc2136 } };
}

/** What signs updates. */
function tsigSecret({ tsig }: Addresses, namespace: string): RecordedObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: tsigSecretName, namespace },
    type: 'Opaque',
    data: { secret: Buffer.from(tsig.secret).toString('base64') },
  };
}
