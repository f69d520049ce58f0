const secretKeyRef = {
  type: 'object',
  required: ['name', 'key'],
  properties: { name: { type: 'string' }, key: { type: 'string' } },
} as const;

/** `dns01.webhook.config` of an Issuer, as people write it for the DNSPod solver. */
export const dnspodConfigSchema = {
  type: 'object',
  properties: {
    secretIdRef: {
      ...secretKeyRef,
      description:
        'The key of a Secret that holds the SecretId of the API key. Without any key the role of the machine or pod is used, where the Issuer may.',
    },
    secretId: { type: 'string', description: 'The SecretId itself, as older Issuers have it.' },
    secretKeyRef: {
      ...secretKeyRef,
      description: 'The key of a Secret that holds the SecretKey of the API key.',
    },
    tokenRef: {
      ...secretKeyRef,
      description: 'The key of a Secret that holds the session token that goes with a temporary API key.',
    },
    apiID: {
      type: ['integer', 'string'],
      pattern: '^[0-9]+$',
      description: "The id of a DNSPod token, for DNSPod's old API; needs apiTokenSecretRef.",
    },
    apiTokenSecretRef: {
      ...secretKeyRef,
      description: 'The key of a Secret that holds the DNSPod token.',
    },
    ttl: {
      type: ['integer', 'null'],
      minimum: 1,
      maximum: 604_800,
      description:
        'TTL of the records in seconds. Default 600; raised to what the plan allows; null leaves it to DNSPod.',
    },
    recordLine: {
      type: 'string',
      description: 'The line that the records are for. Default: the default line, which everybody sees.',
    },
    endpoint: {
      type: 'string',
      description:
        'dnspod.tencentcloudapi.com (default), a regional one of its kind, or dnspod.intl.tencentcloudapi.com for accounts of the international site. With apiID: dnsapi.cn (default) or api.dnspod.com.',
    },
  },
} as const;
