import { styleText } from 'node:util';

/** Tells on standard output what happens, with the time since the start: plain lines, fit for a terminal and for CI. */
export interface Narrator {
  /** A step of the story. */
  step(title: string): void;
  /** Something that happened within it. */
  say(line: string): void;
  /** What somebody else printed, set off from our own words. */
  quote(text: string): void;
  /** Seconds since the start. */
  elapsed(): number;
}

export function createNarrator(write: (text: string) => void): Narrator {
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  const line = (text: string): void =>
    write(`${styleText('dim', `${elapsed().toFixed(1).padStart(6)}s`)}  ${text}\n`);
  return {
    elapsed,
    step: (title) => line(styleText('bold', title)),
    say: (text) => line(`  ${text}`),
    quote(text) {
      for (const row of text.trimEnd().split('\n')) line(`  | ${row}`);
    },
  };
}
