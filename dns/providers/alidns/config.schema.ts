const secretKeyRef = {
  type: 'object',
  required: ['name', 'key'],
  properties: { name: { type: 'string' }, key: { type: 'string' } },
} as const;

/** `dns01.webhook.config` of an Issuer, as people write it for the solvers of Alibaba Cloud DNS. */
export const alidnsConfigSchema = {
  type: 'object',
  properties: {
    accessTokenSecretRef: {
      ...secretKeyRef,
      description: 'The key of a Secret that holds the AccessKey id; secretKeySecretRef goes with it.',
    },
    accessKeyIdRef: { ...secretKeyRef, description: 'Another name of accessTokenSecretRef.' },
    accessKeyId: { type: 'string', description: 'The AccessKey id itself.' },
    secretKeySecretRef: {
      ...secretKeyRef,
      description: 'The key of a Secret that holds the AccessKey secret.',
    },
    secretAccessKeyRef: { ...secretKeyRef, description: 'Another name of secretKeySecretRef.' },
    accessKeySecretRef: {
      ...secretKeyRef,
      description:
        'Beside secretKeySecretRef: where the AccessKey id is; beside accessKeyIdRef or accessKeyId: where the secret is. Both are in use.',
    },
    regionId: {
      type: 'string',
      description: 'Taken and not needed: the API is the same one for all regions.',
    },
    region: { type: 'string', description: 'Another name of regionId.' },
    ttl: {
      type: 'integer',
      minimum: 1,
      maximum: 86_400,
      description: 'TTL of the records in seconds. Default 600, the shortest that the free edition allows.',
    },
    endpoint: {
      type: 'string',
      description:
        'alidns.aliyuncs.com (default), or a regional host of its kind, such as alidns.ap-southeast-1.aliyuncs.com.',
    },
  },
} as const;
