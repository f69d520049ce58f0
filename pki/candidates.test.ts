import { describe, expect, it } from 'vitest';
import { certificateRules } from '../api/certificate/rules/index.ts';
import { certificateCandidate } from './candidates.ts';

const examples = certificateRules.flatMap(({ id, passes, fails }) =>
  [...passes, ...fails].map(({ after }) => ({ id, after })),
);

describe('what is read out of a Certificate', () => {
  it('is what the examples of the rules say of it', () => {
    const read = examples.map(({ id, after }) => ({ id, ...certificateCandidate(after.certificate) }));

    expect(read).toEqual(examples.map(({ id, after }) => ({ id, ...after })));
  });

  it('includes its literal subject, good or bad, somewhere among them', () => {
    const subjects = examples.flatMap(({ after }) => after.literalSubject ?? []);

    expect(subjects.some((subject) => 'error' in subject)).toBe(true);
    expect(subjects.some((subject) => 'commonName' in subject)).toBe(true);
  });
});
