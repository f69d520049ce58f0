import { anyJson, object, oneOf, optional, text } from '../../schema/fields.ts';
import { secretKeyRef } from '../../schema/references.ts';

export const acmeDNS = object(
  'An acme-dns server, which only holds TXT records; _acme-challenge.<name> is a CNAME to it.',
  {
    host: text('URL of the server.'),
    accountSecretRef: secretKeyRef('JSON that maps each domain to its account at the server.'),
  },
);

export const akamai = object('Akamai Edge DNS.', {
  serviceConsumerDomain: text('Host of the API, from the credentials file.'),
  clientTokenSecretRef: secretKeyRef('Client token.'),
  clientSecretSecretRef: secretKeyRef('Client secret.'),
  accessTokenSecretRef: secretKeyRef('Access token.'),
});

export const cloudflare = object('Cloudflare. Exactly one of apiTokenSecretRef and apiKeySecretRef.', {
  apiTokenSecretRef: optional(
    secretKeyRef('API token with the permissions Zone.Zone read and Zone.DNS edit.'),
  ),
  apiKeySecretRef: optional(secretKeyRef('Global API key; needs email. Prefer a token, which can do less.')),
  email: optional(text('Mail address of the account; only with the global API key.')),
});

export const digitalocean = object('DigitalOcean DNS.', {
  tokenSecretRef: secretKeyRef('API token that may write.'),
});

export const rfc2136 = object('A DNS server that takes dynamic updates (RFC 2136), such as BIND or Knot.', {
  nameserver: text('Server as host or host:port; port 53 when left out; IPv6 in brackets.'),
  protocol: optional(oneOf('Transport of the updates; UDP when left out.', ['TCP', 'UDP'])),
  tsigKeyName: optional(text('Name of the TSIG key that signs the updates; goes with tsigSecretSecretRef.')),
  tsigSecretSecretRef: optional(
    secretKeyRef('Secret of the TSIG key, base64 as in the configuration of the server.'),
  ),
  tsigAlgorithm: optional(
    text('Algorithm of the TSIG key: HMACSHA512, HMACSHA256, HMACSHA1 or HMACMD5 (when left out).'),
  ),
});

export const webhook = object('A solver that runs as an extension API server in the cluster.', {
  groupName: text('API group the solver is registered under.'),
  solverName: text('Name of the solver within its group.'),
  config: optional(
    anyJson(
      'Configuration of the solver, handed over as it is. Put no secrets here, only references to Secrets.',
    ),
  ),
});
