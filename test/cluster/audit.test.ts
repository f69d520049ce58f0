import { describe, expect, it } from 'vitest';
import { type AuditEvent, describeAuditEvent, isWrite, parseAuditLog } from './audit.ts';

const event = (verb: string, requestURI: string, more: Partial<AuditEvent> = {}): AuditEvent => ({
  auditID: '1',
  stage: 'ResponseComplete',
  verb,
  requestURI,
  user: { username: 'jane' },
  objectRef: { resource: 'secrets', namespace: 'default', name: 'a' },
  responseStatus: { code: 200 },
  requestReceivedTimestamp: '2026-11-24T03:31:12.084630Z',
  stageTimestamp: '2026-11-24T03:31:12.085150Z',
  ...more,
});

describe('an audit event', () => {
  it.each([
    ['a write', event('update', '/api/v1/namespaces/default/secrets/a'), true],
    ['a read', event('get', '/api/v1/namespaces/default/secrets/a'), false],
    ['a dry run', event('create', '/api/v1/namespaces/default/secrets?dryRun=All'), false],
    [
      'a write that was refused',
      event('update', '/api/v1/secrets/a', { responseStatus: { code: 409 } }),
      false,
    ],
    [
      'a question put as a create',
      event('create', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
        objectRef: { resource: 'subjectaccessreviews' },
      }),
      false,
    ],
  ])('of %s counts as a write: %#', (_, given, counts) => {
    expect(isWrite(given)).toBe(counts);
  });

  it('is grouped by verb, resource and subresource', () => {
    const status = { resource: 'certificates', subresource: 'status' };

    expect(describeAuditEvent(event('update', '/apis/x', { objectRef: status }))).toBe(
      'update certificates/status',
    );
  });
});

describe('the audit log', () => {
  it('is read up to the last whole line', () => {
    const line = JSON.stringify(event('get', '/version'));

    expect(parseAuditLog(`${line}\n${line}\n${line.slice(0, 20)}`)).toHaveLength(2);
  });
});
