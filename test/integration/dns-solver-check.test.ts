import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { runCheck } from '../../dns-solver/check/run.ts';
import { readCheckSettings } from '../../dns-solver/check/settings.ts';
import { FlagExit } from '../../runtime/flags.ts';
import { repository } from '../../tools/toolchain.ts';
import { type Bind9, startBind9 } from '../cluster/bind9.ts';
import { type CommandResult, run } from '../cluster/process.ts';
import { type FakeDnspod, startFakeDnspod } from '../fakes/dnspod/fake-dnspod.ts';

const zone = 'example.com';
let directory: string;
let dns: Bind9;
let dnspod: FakeDnspod;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'certloom-check-'));
  dns = await startBind9({ zones: [zone, 'elsewhere.test'] });
  dnspod = await startFakeDnspod({
    zones: [{ name: zone, grade: 'DP_FREE' }],
    bind9: dns,
    listLagSeconds: 1,
  });
  await dnspod.addTxt(zone, '_acme-challenge', 'theirs');
});
/** Whatever was tried, nothing of it stays. */
afterEach(async () => {
  expect(dnspod.records.map(({ value }) => value)).toEqual(['theirs']);
  expect(await dns.txtRecords(`_acme-challenge.${zone}`)).toEqual(['theirs']);
});
afterAll(async () => {
  await dnspod?.stop();
  await dns?.stop();
  await rm(directory, { recursive: true });
});

const config = {
  secretIdRef: { name: 'dnspod-secret', key: 'secretId' },
  secretKeyRef: { name: 'dnspod-secret', key: 'secretKey' },
  ttl: 60,
};

function clusterIssuer(dns01: object) {
  const acme = { server: 'https://acme.example', privateKeySecretRef: { name: 'a' }, solvers: [{ dns01 }] };
  const metadata = { name: 'letsencrypt' };
  return { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata, spec: { acme } };
}

const ofDnspod = (change: object = {}) =>
  clusterIssuer({
    webhook: { groupName: 'acme.dnspod.com', solverName: 'dnspod', config: { ...config, ...change } },
  });

function secret(stringData: Record<string, string>, name = 'dnspod-secret') {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData };
}

const goodSecret = () => secret({ secretId: dnspod.key.secretId, secretKey: `${dnspod.key.secretKey}\n` });

/** The command line for a file with these documents. */
async function argumentsFor(documents: readonly object[], ...flags: string[]): Promise<readonly string[]> {
  const file = join(directory, 'issuer.yaml');
  await writeFile(file, documents.map((document) => stringify(document)).join('---\n'));
  const server = flags.some((one) => one.includes('nameservers='))
    ? []
    : [`--dns01-recursive-nameservers=${dns.server}`];
  const common = ['--dns01-recursive-nameservers-only', '--timeout=3s', `--dnspod-endpoint=${dnspod.url}`];
  return [`--config=${file}`, ...common, ...server, ...flags];
}

/** As a process of its own. */
async function checkAsProcess(documents: readonly object[], ...flags: string[]): Promise<CommandResult> {
  const args = await argumentsFor(documents, ...flags);
  return run(join(repository, 'bin', 'certloom'), ['dns-solver', 'check', ...args]);
}

async function check(documents: readonly object[], ...flags: string[]): Promise<CommandResult> {
  let stdout = '';
  const world = { env: {}, signal: new AbortController().signal, write: (text: string) => (stdout += text) };
  try {
    const settings = readCheckSettings(await argumentsFor(documents, ...flags));
    return { code: await runCheck(settings, world), stdout, stderr: '' };
  } catch (error) {
    if (!(error instanceof FlagExit)) throw error;
    return { code: error.exitCode, stdout, stderr: error.message };
  }
}

describe('certloom dns-solver check, when everything is right', () => {
  it('creates a record, sees it, removes it, and tells each step', async () => {
    const { code, stdout, stderr } = await checkAsProcess([ofDnspod(), goodSecret()], `--zone=${zone}`);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replaceAll(/in \d+\.\d s/g, 'in N s')).toBe(
      `certloom dns-solver check: _acme-challenge.example.com by dnspod, as ClusterIssuer "letsencrypt" says
ok    zone           DNS says that _acme-challenge.example.com. lies in example.com.
ok    credentials    Secret dnspod-secret, key secretId; Secret dnspod-secret, key secretKey
ok    present        a TXT record of _acme-challenge.example.com. was created in N s
ok    visible        ${dns.server} has the value
note  ttl            600 s: the plan allows none as short as 60 s
ok    clean-up       the record is gone again
Everything works.
`,
    );
  });

  it('takes a configuration alone, and a server with TSIG', async () => {
    const { name, secret: key } = dns.tsig;
    const rfc2136 = {
      nameserver: dns.server,
      tsigKeyName: name,
      tsigAlgorithm: 'HMACSHA256',
      tsigSecretSecretRef: { name: 'tsig', key: 'key' },
    };
    const documents = [rfc2136, secret({ key }, 'tsig')];
    const { code, stdout } = await check(documents, `--zone=*.shop.${zone}`, '--solver=rfc2136');

    expect(stdout).toContain('ok    clean-up       the record is gone again');
    expect(stdout).toContain('_acme-challenge.shop.example.com by rfc2136, as the configuration says');
    expect(code).toBe(0);
  });
});

describe('certloom dns-solver check, when something is wrong', () => {
  it.each([
    [
      'the key',
      () => [ofDnspod(), secret({ secretId: 'AKIDnobody', secretKey: 'x' })],
      zone,
      /FAIL {2}credentials .*AuthFailure.*\n +-> check the SecretId: accounts of the international site/,
    ],
    [
      'the Secret, which is not there',
      () => [ofDnspod()],
      zone,
      /FAIL {2}credentials .*cert-manager\/dnspod-secret" is in none of the files\n +-> name the cluster with --kubeconfig/,
    ],
    [
      'a key of the Secret',
      () => [ofDnspod(), secret({ secretId: 'AKID' })],
      zone,
      /FAIL {2}credentials .*has no key "secretKey"\n +-> /,
    ],
    [
      'the configuration',
      () => [ofDnspod({ ttl: 'soon' }), goodSecret()],
      zone,
      /FAIL {2}configuration .*ttl must be a whole number.*\n +-> compare it with docs\/providers\.md/,
    ],
    [
      'the account, which has no such zone',
      () => [ofDnspod(), goodSecret()],
      'elsewhere.test',
      /FAIL {2}zone .*not in your account.*\n +-> add the domain to the account/,
    ],
    [
      'the depth of the name, for the plan',
      () => [ofDnspod(), goodSecret()],
      `a.b.c.d.e.${zone}`,
      /FAIL {2}plan .*SubdomainLevelLimit.*\n +-> point the name by a CNAME/,
    ],
  ])('names %s, with what to do, and exits with 1', async (_, documents, name, expected) => {
    const { code, stdout, stderr } = await check(documents(), `--zone=${name}`);

    expect(stdout).toMatch(expected);
    expect(stdout).not.toContain(dnspod.key.secretKey);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it('names nameservers that know nothing of what the vendor has, and leaves nothing there', async () => {
    const other = await startBind9({ zones: [zone] });
    const server = `--dns01-recursive-nameservers=${other.server}`;
    const { code, stdout } = await checkAsProcess([ofDnspod(), goodSecret()], `--zone=${zone}`, server);
    await other.stop();

    expect(stdout).toMatch(
      /FAIL {2}visible .*does not have the value yet\n +-> compare the NS records at the registrar/,
    );
    expect(code).toBe(1);
  });

  it.each([
    ['no file', [`--zone=${zone}`, '--config=/nowhere'], '--config cannot be read: ENOENT'],
    ['no zone', [], '--zone is needed'],
    ['another provider', [`--zone=${zone}`, '--solver=godaddy'], 'there is no provider "godaddy"'],
    ['a flag that there is not', ['--zones=x'], 'unknown flag --zones (did you mean --zone?)'],
  ])('says in one line what it needs, and exits with 2: %s', async (_, flags, expected) => {
    const { code, stdout, stderr } = await check([config], ...flags);

    expect(stderr).toContain(expected);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
