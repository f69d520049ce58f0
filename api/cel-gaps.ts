/** What CEL cannot do in an API server, or should not: why a rule is not, or only in part, in the policies. */
export const celGaps = {
  'reads-a-request': 'a certificate signing request has to be decoded',
  'reads-certificates': 'certificates have to be decoded',
  'reads-a-subject': 'an RFC 4514 subject has to be parsed',
  'reads-cron': 'a cron expression has to be parsed',
  'reads-json': 'a text has to be parsed as JSON',
  'knows-time-zones': 'only a time zone database knows it',
  'adds-up-an-encoding': 'the size of an encoding has to be added up',
  'knows-the-gates': 'feature gates are settings of the webhook',
  'knows-the-user': 'what the webhook states itself has to be told from what the user stated',
  'keeps-free-form': 'a part of the object is free in its form, and is written in other spellings by clients',
  'pairs-by-place': 'entries of two lists have to be paired by their place',
  'reads-bytes-otherwise':
    'the API server reads bytes in another alphabet there, so they are only looked at when all is done',
  'schema-first': 'the schema of the CRD refuses it before any policy is asked',
} as const;

export type CelGap = keyof typeof celGaps;
