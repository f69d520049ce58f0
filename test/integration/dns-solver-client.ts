import { readFile } from 'node:fs/promises';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
} from 'node:http2';

/** The user agent of the part of upstream's controller that works on Challenges; the commit stands for any. */
const userAgent =
  'cert-manager-challenges/v1.21.1 (linux/amd64) cert-manager/0123456789abcdef0123456789abcdef01234567';

/** Upstream's ChallengeRequest, members in the order of the Go struct: that is the order on the wire. */
export interface UpstreamRequest {
  readonly uid: string;
  readonly action: string;
  readonly type: string;
  readonly dnsName: string;
  readonly key: string;
  readonly resourceNamespace: string;
  readonly resolvedFQDN: string;
  readonly resolvedZone: string;
  readonly allowAmbientCredentials: boolean;
  readonly config?: unknown;
}

/** What came back, before anybody made sense of it. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A client that puts on the wire what upstream's controller does, and reads the answer as it does. */
export interface UpstreamClient {
  /** @throws {Error} with the text that upstream would write into the Challenge's status */
  solve(solver: SolverAddress, request: UpstreamRequest): Promise<void>;
  post(path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<RawAnswer>;
  close(): void;
}

/** `webhook` of an Issuer's solver, as far as it says where to post. */
export interface SolverAddress {
  readonly groupName: string;
  readonly solverName: string;
}

/**
 * The bytes of the body: what Go's JSON encoder makes of the struct. No kind and no version, since Go clients fill them in
 * only for types that are registered; `<`, `>` and `&` escaped; a line feed at the end.
 */
export function bodyOf(request: UpstreamRequest): string {
  const { config, ...rest } = request;
  const ordered = { ...rest, ...(config !== undefined && { config }) };
  const json = JSON.stringify({ request: ordered });
  const escaped = json.replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${escaped}\n`;
}

/** Where client-go posts to: the resource in lower case. */
export function pathOf({ groupName, solverName }: SolverAddress): string {
  return `/apis/${groupName}/v1alpha1/${solverName.toLowerCase()}`;
}

/**
 * Talks to the API server by HTTP/2, as client-go does, with the token of a kubeconfig.
 *
 * @param kubeconfig path of one that was written by the test cluster
 */
export async function createUpstreamClient(kubeconfig: string): Promise<UpstreamClient> {
  const { url, ca, token } = await readKubeconfig(kubeconfig);
  let session: ClientHttp2Session | undefined;
  const open = (): ClientHttp2Session => {
    if (session !== undefined && !session.closed && !session.destroyed) return session;
    session = connect(url, { ca });
    session.on('error', () => {}); // each request hears of it too
    return session;
  };

  const post: UpstreamClient['post'] = async (path, body, headers = {}) => {
    const stream = open().request({
      ':method': 'POST',
      ':path': path,
      accept: 'application/json, */*',
      'content-type': 'application/json',
      'user-agent': userAgent,
      authorization: `Bearer ${token}`,
      'content-length': String(Buffer.byteLength(body)),
      'accept-encoding': 'gzip',
      ...headers,
    });
    const answered = answerOf(stream);
    stream.end(body);
    return answered;
  };

  return {
    post,
    async solve(solver, request) {
      const answer = await post(pathOf(solver), bodyOf(request));
      const problem = interpret(answer, solver);
      if (problem !== undefined) throw new Error(problem);
    },
    close: () => session?.destroy(),
  };
}

/** Listens from the beginning: all of an answer may come in one piece. */
function answerOf(stream: ClientHttp2Stream): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let headers: IncomingHttpHeaders = {};
    let body = '';
    stream.setEncoding('utf8');
    stream.once('response', (received) => (headers = received));
    stream.on('data', (piece: string) => (body += piece));
    stream.once('error', reject);
    stream.once('close', () => {
      if (headers[':status'] === undefined) reject(new Error(`no answer (RST_STREAM ${stream.rstCode})`));
      else resolve({ status: Number(headers[':status']), headers, body });
    });
  });
}

interface Envelope {
  readonly message?: string;
  readonly response?: {
    readonly success?: boolean;
    readonly status?: { readonly message?: string };
  };
}

/**
 * Reads an answer as upstream's controller does, faults and all.
 *
 * @returns the error that it would report; `undefined` for what it takes for a success
 */
export function interpret({ status, headers, body }: RawAnswer, solver: SolverAddress): string | undefined {
  const isJson = headers['content-type']?.startsWith('application/json') === true;
  const { response, message } = isJson ? (JSON.parse(body) as Envelope) : {};
  if (status < 200 || status > 206) {
    const what = `(post ${solver.solverName.toLowerCase()}.${solver.groupName})`;
    return message ?? `the server answered ${status} ${what}`;
  }
  if (response === undefined) throw new TypeError('upstream would have crashed: there is no response');
  if (response.success === true) return undefined;
  if (response.status === undefined)
    return 'invalid payload response, did not succeed but no result provided';
  return response.status.message === '' ? undefined : response.status.message;
}

async function readKubeconfig(path: string): Promise<{ url: string; ca: Buffer; token: string }> {
  const config = JSON.parse(await readFile(path, 'utf8')) as {
    readonly clusters: readonly {
      readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string };
    }[];
    readonly users: readonly { readonly user: { readonly token: string } }[];
  };
  const cluster = config.clusters[0]?.cluster;
  const token = config.users[0]?.user.token;
  if (cluster === undefined || token === undefined) throw new Error(`${path} has no cluster or no token`);
  return { url: cluster.server, ca: Buffer.from(cluster['certificate-authority-data'], 'base64'), token };
}
