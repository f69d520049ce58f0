import { describe, expect, it } from 'vitest';
import { createLanes, type Lanes } from './lanes.ts';

function take(lanes: Lanes, count: number): readonly (string | undefined)[] {
  return Array.from({ length: count }, () => lanes.take());
}

describe('what waits for a worker', () => {
  it('comes in the order of its urgency, and then of its arrival', () => {
    const lanes = createLanes();
    lanes.add('old', 3);
    lanes.add('renewal', 2);
    lanes.add('new', 1);
    lanes.add('newer', 1);
    lanes.add('begun', 0);

    expect(lanes.length).toBe(5);
    expect(take(lanes, 6)).toEqual(['begun', 'new', 'newer', 'renewal', 'old', undefined]);
  });

  it('moves ahead when it has become urgent, and never back', () => {
    const lanes = createLanes();
    lanes.add('a', 3);
    lanes.add('b', 2);
    lanes.add('a', 0);
    lanes.add('a', 3);

    expect(lanes.length).toBe(2);
    expect(take(lanes, 3)).toEqual(['a', 'b', undefined]);
  });

  it('is not forgotten while more urgent things keep coming', () => {
    const lanes = createLanes();
    lanes.add('old', 3);
    for (let index = 0; index < 100; index += 1) lanes.add(`new-${index}`, 0);

    expect(take(lanes, 8)).toContain('old');
  });

  it('can wait again once it was taken', () => {
    const lanes = createLanes();
    lanes.add('a', 1);
    lanes.take();
    lanes.add('a', 1);
    lanes.add('b', 1);

    expect(take(lanes, 2)).toEqual(['a', 'b']);
  });

  it('is gone when all is dropped', () => {
    const lanes = createLanes();
    lanes.add('a', 1);
    lanes.clear();

    expect([lanes.length, lanes.take()]).toEqual([0, undefined]);
  });
});
