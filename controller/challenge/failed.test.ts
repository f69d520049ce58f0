import { describe, expect, it } from 'vitest';
import { TerminalFailure, TransientFailure } from '../../api/failure.ts';
import { challenge } from '../../test/build/challenge.ts';
import { failedStatus } from './failed.ts';
import { SolverFailure } from './failures.ts';
import { challengeIndexes } from './indexes.ts';

const denied = new SolverFailure('present', new TerminalFailure('DnspodDenied', 'the key is wrong'));
const late = new SolverFailure('present', new TransientFailure('SolverTimeout', 'too slow'));

describe('a Challenge whose value cannot be published', () => {
  it('shows a state, and why, as upstream has it', () => {
    expect(failedStatus({}, denied, undefined, 1)).toEqual({
      state: 'pending',
      processing: true,
      presented: false,
      reason: 'the key is wrong',
    });
  });

  it('says nothing of a first failure that may be over soon, and tells of the second', () => {
    expect(failedStatus({}, late, undefined, 1)).toEqual({});
    expect(failedStatus({}, late, undefined, 2)).toMatchObject({ state: 'pending', reason: 'too slow' });
  });

  it('keeps the reason that it has while a new one is not told yet', () => {
    expect(failedStatus({ state: 'pending' }, late, 'the key is wrong', 1)).toEqual({
      state: 'pending',
      reason: 'the key is wrong',
    });
  });

  it('takes no place from those that could be', () => {
    const status = failedStatus({}, denied, undefined, 1);

    expect(challengeIndexes.processing(challenge({ status }))).toEqual([]);
    expect(challengeIndexes.processing(challenge({ status: { ...status, presented: true } }))).toEqual([
      'yes',
    ]);
  });
});

describe('a Challenge whose value cannot be taken away', () => {
  it('keeps its state', () => {
    const stuck = new SolverFailure('cleanUp', new TerminalFailure('DnspodDenied', 'the key is wrong'));

    expect(failedStatus({ state: 'invalid', presented: true }, stuck, undefined, 1)).toEqual({
      state: 'invalid',
      presented: true,
      reason: 'the key is wrong',
    });
  });
});
