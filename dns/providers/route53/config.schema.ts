const secretKeyRef = {
  type: 'object',
  required: ['name', 'key'],
  properties: { name: { type: 'string' }, key: { type: 'string' } },
} as const;

/** `spec.acme.solvers[].dns01.route53` of an Issuer, or `webhook.config` of the solver, as people write it. */
export const route53ConfigSchema = {
  type: 'object',
  properties: {
    accessKeyID: {
      type: 'string',
      description:
        'The id of the access key. Without any key the role of the pod or machine is used, where the Issuer may.',
    },
    accessKeyIDSecretRef: {
      ...secretKeyRef,
      description: 'The key of a Secret that holds the id of the access key, instead of accessKeyID.',
    },
    secretAccessKeySecretRef: {
      ...secretKeyRef,
      description: 'The key of a Secret that holds the secret access key.',
    },
    region: {
      type: 'string',
      description:
        'The region whose STS is asked for keys of roles, and where the account is: needed in China and GovCloud.',
    },
    hostedZoneID: {
      type: 'string',
      description: 'The id of the hosted zone. Default: the public zone with the longest name that fits.',
    },
    role: {
      type: 'string',
      description: 'The ARN of a role to assume, with whichever credentials there are; needed with auth.',
    },
    auth: {
      type: 'object',
      description:
        'kubernetes.serviceAccountRef: the ServiceAccount, and the audiences (default sts.amazonaws.com), whose token is exchanged for keys of the role. Not through a webhook.',
      properties: {
        kubernetes: {
          type: 'object',
          required: ['serviceAccountRef'],
          properties: {
            serviceAccountRef: {
              type: 'object',
              required: ['name'],
              properties: {
                name: { type: 'string' },
                audiences: { type: 'array', items: { type: 'string' } },
              },
            },
          },
        },
      },
    },
  },
} as const;
