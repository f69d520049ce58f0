import { describe, expect, it } from 'vitest';

import { certificateId } from './renewal-information.ts';

describe('the name of a certificate for its ACME server', () => {
  it('is that of the example in RFC 9773 section 4.1', () => {
    const authorityKeyId = '69885b6b87464041e1b37b847ba0ae2cde01c8d4';

    expect(certificateId({ serial: '87654321', authorityKeyId })).toBe('aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE');
  });

  it('has no zeros that DER does not have', () => {
    expect(certificateId({ serial: '1', authorityKeyId: '01' })).toBe('AQ.AQ');
    expect(certificateId({ serial: '7f01', authorityKeyId: '01' })).toBe('AQ.fwE');
  });

  it('is none without an authority key identifier', () => {
    expect(certificateId({ serial: '01' })).toBeUndefined();
  });
});
