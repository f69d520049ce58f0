import { describe, expect, it } from 'vitest';
import { count } from './test-summary.ts';

const results = (numPassedTests: number, numFailedTests: number, success: boolean) =>
  JSON.stringify({ numPassedTests, numFailedTests, success });

describe('the last line of make test', () => {
  it('adds up the runs', () => {
    expect(count([results(20, 0, true), results(3, 2, false)])).toEqual({ passed: 23, failed: 2 });
  });

  it('counts a run that left no results as a failure', () => {
    expect(count([results(20, 0, true), undefined])).toEqual({ passed: 20, failed: 1 });
  });

  it('counts a test file that does not load as a failure', () => {
    expect(count([results(20, 0, false)])).toEqual({ passed: 20, failed: 1 });
  });
});
