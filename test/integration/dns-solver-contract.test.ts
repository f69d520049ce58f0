import { Agent } from 'node:https';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ConfigMap, configMaps } from '../../api/core.ts';
import { solverProviders } from '../../dns/providers/index.ts';
import { repository } from '../../tools/toolchain.ts';
import { renderChart } from '../cluster/chart.ts';
import { createCertificate } from '../cluster/certificates.ts';
import { waitFor } from '../cluster/loopback.ts';
import { run } from '../cluster/process.ts';
import { release } from '../cluster/role.ts';
import { startedFor } from '../cluster/suite.ts';
import { bodyOf } from './dns-solver-client.ts';
import { direct, type DirectOptions } from './dns-solver-direct.ts';
import { caller, newValue, type SolverProcess, startSolverScene } from './dns-solver-scene.ts';

const groups = ['acme.dnspod.com', 'acme.imroc.cc', 'acme.mycompany.com'] as const;
const solvers = solverProviders().map(({ name }) => name);
const authentication = { namespace: 'kube-system', name: 'extension-apiserver-authentication' } as const;

const scene = startedFor(() => startSolverScene({ groups }));
let solver: SolverProcess;

beforeAll(async () => {
  solver = await scene().start();
  await scene().available(solver);
});

const kubectl = (...args: string[]) => scene().plane.kubectlOrThrow(args);

describe('several groups and several solvers in one process', () => {
  it('have an APIService for each group, and each solver in all of them', async () => {
    const listed = await waitFor('every group in discovery', async () => {
      const names = await kubectl('api-resources', '--verbs=create', '-o=name', '--cached=false');
      return groups.every((group) => names.includes(group)) ? names.split('\n') : undefined;
    });

    for (const group of groups) for (const name of solvers) expect(listed).toContain(`${name}.${group}`);
  });

  it.each(groups)('are called under %s as under the others', async (groupName) => {
    const value = newValue();
    const address = { groupName, solverName: 'dnspod' };
    const name = 'shop.example.com';
    await scene().client.solve(address, scene().request('Present', name, value));
    expect(scene().dnspod.records).toMatchObject([{ value }]);

    await scene().client.solve(address, scene().request('CleanUp', name, value));
    expect(scene().dnspod.records).toEqual([]);
  });

  it('trap 5: are called in small letters, however the Issuer spells them', async () => {
    const address = { groupName: groups[0], solverName: 'DnsPod' };
    const cleanUp = scene().request('CleanUp', 'shop.example.com', newValue());

    await expect(scene().client.solve(address, cleanUp)).resolves.toBeUndefined();
  });
});

describe('what clients read about it', () => {
  it.each([
    ['kubectl explain', ['explain', 'dnspod.request.key', `--api-version=${groups[0]}/v1alpha1`], 'TXT'],
    ['the version', ['get', '--raw', `/apis/${groups[0]}/v1alpha1`], 'ChallengePayload'],
    ['the group', ['get', '--raw', `/apis/${groups[0]}`], '"preferredVersion"'],
    ['OpenAPI 3', ['get', '--raw', '/openapi/v3'], `apis/${groups[2]}/v1alpha1`],
  ])('%s', async (_, args, expected) => {
    const shown = await waitFor('the answer', async () => {
      const { stdout } = await scene().plane.kubectl(args);
      return stdout.includes(expected) ? stdout : undefined;
    });

    expect(shown).toContain(expected);
  });
});

describe('what it counts', () => {
  it('is each call by solver, action and outcome, and each answer of the vendor by its code', async () => {
    const { dnspod, client } = scene();
    const request = (action: 'Present' | 'CleanUp', name: string) => scene().request(action, name, value);
    dnspod.failNext({ action: 'CreateRecord', fault: { code: 'RequestLimitExceeded' } });
    const value = newValue();
    const address = { groupName: groups[0], solverName: 'dnspod' };
    await client.solve(address, request('Present', 'shop.example.com'));
    await client.solve(address, request('CleanUp', 'shop.example.com'));
    const elsewhere = client.solve(address, request('Present', 'elsewhere.test'));
    await expect(elsewhere).rejects.toThrow('not in your account');

    const metrics = await (await fetch(solver.metricsUrl)).text();
    expect(metrics).toMatch(
      /^certloom_dns_solver_calls_total\{solver="dnspod",action="Present",outcome="solved"\} [1-9]/m,
    );
    expect(metrics).toMatch(
      /^certloom_dns_solver_call_duration_seconds_count\{solver="dnspod",action="CleanUp",outcome="solved"\} [1-9]/m,
    );
    for (const line of [
      'certloom_dns_solver_calls_total{solver="dnspod",action="Present",outcome="failed"} 1',
      'certloom_dns_solver_failures_total{solver="dnspod",reason="DnspodZoneNotFound"} 1',
      'certloom_dns_provider_answers_total{vendor="DNSPod",action="CreateRecord",code="RequestLimitExceeded"} 1',
    ])
      expect(metrics.split('\n')).toContain(line);
    const calls = (await solver.logs()).split('\n').filter((line) => line.includes('"fqdn":'));
    expect(calls.filter((line) => line.includes('"reason":"DnspodZoneNotFound"'))).toHaveLength(1);
  });
});

describe('a vendor that is silent', () => {
  it('does not keep the answer from coming within 25 s, with words that stay the same', async () => {
    scene().dnspod.failNext({ action: 'CreateRecord', times: 3, fault: { delaySeconds: 40 } });
    const began = performance.now();
    const told = await scene()
      .solve('Present', 'silent.example.com', newValue())
      .catch((error: Error) => error.message);

    expect((performance.now() - began) / 1000).toBeLessThan(25);
    expect(told).toBe('DNSPod did not answer the call CreateRecord');
  });
});

describe('certloom dns-solver check, with a kubeconfig', () => {
  const check = (kubeconfig: string) => {
    const { config } = scene().request('Present', 'shop.example.com', '');
    const webhook = { groupName: groups[0], solverName: 'dnspod', config };
    const spec = { acme: { solvers: [{ dns01: { webhook } }] } };
    const issuer = {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: 'live' },
      spec,
    };
    const { dns, dnspod } = scene();
    const args = [
      '--config=-',
      '--zone=shop.example.com',
      `--kubeconfig=${kubeconfig}`,
      `--dnspod-endpoint=${dnspod.url}`,
      `--dns01-recursive-nameservers=${dns.server}`,
      '--dns01-recursive-nameservers-only',
    ];
    const command = join(repository, 'bin', 'certloom');
    return run(command, ['dns-solver', 'check', ...args], { stdin: JSON.stringify(issuer) });
  };

  it('tries the Issuer that kubectl hands it, with the Secret that the cluster has', async () => {
    const { code, stdout, stderr } = await check(scene().plane.adminKubeconfig);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('ok    clean-up       the record is gone again\nEverything works.');
  });

  it('says that the Secret may not be read, where it may not', async () => {
    const { code, stdout } = await check(await scene().plane.kubeconfigFor(caller));

    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}credentials .*cannot get resource "secrets"/m);
  });
});

describe('what it reads of the cluster', () => {
  it('trap 12: is the one ConfigMap that its role names, which only this field selector fits', async () => {
    const user = `system:serviceaccount:${release.namespace}:${release.name}-dns-solver`;
    const reads = (await scene().plane.auditEvents()).filter(
      ({ user: { username }, objectRef }) => username === user && objectRef?.resource === 'configmaps',
    );

    expect(reads.length).toBeGreaterThan(1);
    for (const { requestURI, responseStatus } of reads) {
      expect(requestURI).toContain(`fieldSelector=metadata.name%3D${authentication.name}`);
      expect(responseStatus?.code).toBe(200);
    }
    const kubeconfig = await scene().plane.kubeconfigFor({
      namespace: release.namespace,
      name: `${release.name}-dns-solver`,
    });
    const all = await scene().plane.kubectl(['get', 'configmaps', '-n', authentication.namespace], {
      kubeconfig,
    });
    expect(all.stderr).toContain('cannot list resource "configmaps"');
  });
});

describe('the front proxy of the cluster', () => {
  const post = (options: DirectOptions) => {
    const body = bodyOf(scene().request('CleanUp', 'shop.example.com', newValue()));
    const user = `system:serviceaccount:${caller.namespace}:${caller.name}`;
    const headers = { 'X-Remote-User': user };
    return direct(
      solver.port,
      `/apis/${groups[0]}/v1alpha1/dnspod`,
      { method: 'POST', headers, ...options },
      body,
    );
  };

  const eventually = (code: number, options: DirectOptions) =>
    waitFor(`code ${code}`, async () => ((await post(options)).code === code ? true : undefined));

  /** Adds to what the API server itself keeps in there. */
  async function change(key: string, what: (before: string) => string): Promise<void> {
    const { admin } = scene().plane;
    const { data = {} } = (await admin.get<ConfigMap>(configMaps, authentication)) ?? { metadata: {} };
    await admin.patch(configMaps, authentication, { data: { [key]: what(data[key] ?? '') } });
  }

  it('may get another name while the solver runs, and lose it again', async () => {
    const { certificatePem: cert, keyPem: key } = await createCertificate(scene().plane.dir, {
      name: 'second-proxy',
      commonName: 'second-proxy',
      signer: scene().plane.files.frontProxyCa,
    });
    expect((await post({ cert, key })).code).toBe(401);

    await change('requestheader-allowed-names', () => '["front-proxy-client","second-proxy"]');
    expect(await eventually(201, { cert, key })).toBe(true);

    await change('requestheader-allowed-names', () => '["front-proxy-client"]');
    expect(await eventually(401, { cert, key })).toBe(true);
  });

  it('may get another CA while the solver runs, and lose it again, on connections that are open too', async () => {
    const { dir } = scene().plane;
    const signer = await createCertificate(dir, { name: 'next-ca', commonName: 'next-ca' });
    const { certificatePem: cert, keyPem: key } = await createCertificate(dir, {
      name: 'next-proxy',
      commonName: 'front-proxy-client',
      signer,
    });
    expect((await post({ cert, key })).code).toBe(401);

    let before = '';
    await change(
      'requestheader-client-ca-file',
      (pem) => `${(before = pem).trim()}\n${signer.certificatePem}`,
    );
    await eventually(201, { cert, key });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await post({ cert, key, agent })).code).toBe(201);

    await change('requestheader-client-ca-file', () => before);
    await eventually(401, { cert, key, agent });
    agent.destroy();
  });

  it('is the real one all the while', async () => {
    await scene().solve('CleanUp', 'shop.example.com', newValue());
    expect(await solver.logs()).toContain('"allowedNames":["front-proxy-client","second-proxy"]');
  });
});

describe('trap 14: a solver that is gone while its APIService is not', () => {
  it('is rare: there are two replicas, one stays up, and uninstalling takes the APIService away first', async () => {
    const chart = await renderChart({});
    const find = (wanted: string) =>
      chart.filter(
        ({ kind, metadata: { name = '' } }) => kind === wanted && /-dns-solver$|^v1alpha1\./.test(name),
      );

    expect(find('Deployment')).toMatchObject([{ spec: { replicas: 2 } }]);
    expect(find('PodDisruptionBudget')).toHaveLength(1);
    expect(find('APIService')).toHaveLength(1);
    for (const { metadata } of find('APIService'))
      expect(metadata.annotations ?? {}).not.toHaveProperty('helm.sh/resource-policy');
  });

  it('leaves no trace in discovery once it is uninstalled, and namespaces still go', async () => {
    await solver.stop();
    const namespace = 'short-lived';
    await kubectl('create', 'namespace', namespace);
    for (const group of groups) await kubectl('delete', 'apiservice', `v1alpha1.${group}`);

    expect(await kubectl('delete', 'namespace', namespace, '--timeout=30s')).toContain('deleted');
    expect(await kubectl('api-resources', '--cached=false')).not.toContain('ChallengePayload');
  });
});
