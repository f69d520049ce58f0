import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, type KubeObject } from '../api/resource.ts';
import { createStore, type MemoryStore } from './memory-store.ts';
import type { Change } from './store.ts';
import { versionOf } from './tombstones.ts';

/** One write at an API server, as its watch tells of it. */
interface Write {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
}

/** A tiny API server for objects a, b and c: it makes the history that watches, lists and answers tell parts of. */
class Server {
  readonly history: Write[] = [];
  readonly #objects = new Map<string, KubeObject>();
  #version = 0;
  #uid = 0;

  /** Creates the object, changes it, or deletes it. */
  write(name: string, remove: boolean): Write {
    this.#version += 1;
    const before = this.#objects.get(name);
    const uid = before?.metadata.uid ?? `${name}-${(this.#uid += 1)}`;
    const object: KubeObject = { metadata: { name, uid, resourceVersion: String(this.#version) } };
    const type = before === undefined ? 'ADDED' : remove ? 'DELETED' : 'MODIFIED';
    if (type === 'DELETED') this.#objects.delete(name);
    else this.#objects.set(name, object);
    const write: Write = { type, object };
    this.history.push(write);
    return write;
  }

  get(name: string): KubeObject | undefined {
    return this.#objects.get(name);
  }

  list(): { items: KubeObject[]; resourceVersion: string } {
    return { items: [...this.#objects.values()], resourceVersion: String(this.#version) };
  }
}

/** A store beside a server: some writes are ours (their answer may come at any time), all come by watch, in order. */
class Story {
  readonly server = new Server();
  readonly store: MemoryStore<KubeObject> = createStore();
  readonly changes: Change<KubeObject>[] = [];
  #watched = 0;
  readonly #answers: (() => void)[] = [];
  #snapshot = this.server.list();
  #snapshotAt = 0;

  constructor() {
    this.store.subscribe((change) => this.changes.push(change));
  }

  othersWrite(name: string, remove: boolean): void {
    this.server.write(name, remove);
  }

  weWrite(name: string, remove: boolean): void {
    const before = this.server.get(name);
    const { type, object } = this.server.write(name, remove);
    // the answer of a delete tells nothing of the object: we drop what we knew
    this.#answers.push(() =>
      type === 'DELETED' ? this.store.drop(before ?? object) : this.store.take(object),
    );
  }

  answerArrives(pick: number): void {
    const [answer] = this.#answers.splice(pick % (this.#answers.length || 1), 1);
    answer?.();
  }

  watchBrings(count: number): void {
    for (const { type, object } of this.server.history.slice(this.#watched, this.#watched + count)) {
      this.store.apply(type, object);
      this.#watched += 1;
    }
  }

  /** A list begins: what it will show is fixed now. */
  listBegins(): void {
    this.#snapshot = this.server.list();
    this.#snapshotAt = this.server.history.length;
  }

  /** The list arrives, and the watch goes on from it. */
  listArrives(): void {
    if (this.#snapshotAt < this.#watched) return;
    this.store.replaceAll(this.#snapshot.items, this.#snapshot.resourceVersion);
    this.#watched = this.#snapshotAt;
  }

  everythingArrives(): void {
    while (this.#answers.length > 0) this.answerArrives(0);
    this.watchBrings(Infinity);
  }
}

/** What is wrong with a change, told after others. */
function nonsense(
  { type, object }: Change<KubeObject>,
  before: KubeObject | undefined,
  ever: Set<string>,
): string[] {
  const { uid = '' } = object.metadata;
  if (type === 'added') {
    return [...(before ? ['was there already'] : []), ...(ever.has(uid) ? ['began twice'] : [])];
  }
  if (before?.metadata.uid !== uid) return [`${type} though it was not there`];
  return type === 'modified' && versionOf(object) <= versionOf(before) ? ['time went back'] : [];
}

/** Replays what listeners were told. */
function replay(changes: readonly Change<KubeObject>[]): { problems: string[]; end: Map<string, string> } {
  const known = new Map<string, KubeObject>();
  const ever = new Set<string>();
  const problems = changes.flatMap((change) => {
    const key = keyOf(change.object);
    const found = nonsense(change, known.get(key), ever);
    ever.add(change.object.metadata.uid ?? '');
    if (change.type === 'deleted') known.delete(key);
    else known.set(key, change.object);
    return found;
  });
  return { problems, end: versions([...known.values()]) };
}

function versions(objects: readonly KubeObject[]): Map<string, string> {
  return new Map(objects.map((object) => [object.metadata.uid ?? '', object.metadata.resourceVersion ?? '']));
}

type Step = (story: Story) => void;
const names = fc.constantFrom('a', 'b', 'c');
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(names, fc.boolean()).map(
    ([name, remove]): Step =>
      (story) =>
        story.othersWrite(name, remove),
  ),
  fc.tuple(names, fc.boolean()).map(
    ([name, remove]): Step =>
      (story) =>
        story.weWrite(name, remove),
  ),
  fc.nat().map(
    (pick): Step =>
      (story) =>
        story.answerArrives(pick),
  ),
  fc.integer({ min: 1, max: 4 }).map(
    (count): Step =>
      (story) =>
        story.watchBrings(count),
  ),
  fc.constant<Step>((story) => story.listBegins()),
  fc.constant<Step>((story) => story.listArrives()),
);

describe('a store that hears of writes by watch, by list and by answers, in any order', () => {
  it('ends as the server is, and what it told its listeners adds up to the same', () => {
    const property = fc.property(fc.array(steps, { maxLength: 60 }), (told) => {
      const story = new Story();
      for (const step of told) step(story);
      story.everythingArrives();

      const truth = versions(story.server.list().items);
      expect(versions(story.store.list())).toEqual(truth);
      expect(replay(story.changes)).toEqual({ problems: [], end: truth });
    });

    expect(() => fc.assert(property, { numRuns: 3000 })).not.toThrow();
  });
});
