/** Things that come and go, and a list of them that is behind. */
export class LaggingList<Item> {
  readonly #entries: { readonly item: Item; readonly since: number; until: number }[] = [];
  readonly #lagMilliseconds: number;

  constructor(lagSeconds: number) {
    this.#lagMilliseconds = lagSeconds * 1000;
  }

  /** Everything there is, whatever the list shows. */
  get current(): readonly Item[] {
    return this.#entries.filter(({ until }) => until === Infinity).map(({ item }) => item);
  }

  /** What the list shows now: neither what is too new nor the end of what has just gone. */
  get listed(): readonly Item[] {
    const then = Date.now() - this.#lagMilliseconds;
    return this.#entries.filter(({ since, until }) => since <= then && until > then).map(({ item }) => item);
  }

  add(item: Item): void {
    this.#entries.push({ item, since: Date.now(), until: Infinity });
    if (this.#entries.length > 200) this.#forget();
  }

  /** @returns what was removed */
  remove(is: (item: Item) => boolean): Item | undefined {
    const entry = this.#entries.find(({ item, until }) => until === Infinity && is(item));
    if (entry) entry.until = Date.now();
    return entry?.item;
  }

  /** What no list can show any more. */
  #forget(): void {
    const then = Date.now() - this.#lagMilliseconds;
    const kept = this.#entries.filter(({ until }) => until > then);
    this.#entries.splice(0, this.#entries.length, ...kept);
  }
}
