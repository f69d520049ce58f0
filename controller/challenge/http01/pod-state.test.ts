import { describe, expect, it } from 'vitest';

import type { Pod } from '../../../api/core.ts';
import { podTrouble } from './pod-state.ts';

function waiting(reason: string): Pod['status'] {
  return {
    phase: 'Pending',
    containerStatuses: [{ image: 'registry/solver:1', state: { waiting: { reason } } }],
  };
}

function unscheduled(message: string): Pod['status'] {
  return {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
  };
}

describe('a solver Pod that cannot be seen', () => {
  it.each<[string, Pod['status'], string | undefined]>([
    ['cannot be scheduled', unscheduled('0/3 nodes fit'), 'the solver Pod p finds no node: 0/3 nodes fit'],
    [
      'fails to pull',
      waiting('ErrImagePull'),
      'the image registry/solver:1 of the solver Pod p cannot be pulled',
    ],
    [
      'has failed to pull',
      waiting('ImagePullBackOff'),
      'the image registry/solver:1 of the solver Pod p cannot be pulled',
    ],
    ['crashes', waiting('CrashLoopBackOff'), 'the solver Pod p crashes'],
    [
      'lacks something',
      waiting('CreateContainerConfigError'),
      'the solver Pod p does not start: CreateContainerConfigError',
    ],
    ['is starting', waiting('ContainerCreating'), 'the solver Pod p is not running yet'],
    ['runs', { phase: 'Running' }, undefined],
  ])('because it %s', (_, status, words) => {
    expect(podTrouble({ metadata: { name: 'p' }, ...(status && { status }) })).toBe(words);
  });
});
