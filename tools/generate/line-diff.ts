/** Lines of context around a change. */
const context = 2;

/** The longest list of lines that both have, in their order, by where it begins in each. */
function commonLines(
  from: readonly string[],
  to: readonly string[],
): (i: number, j: number) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  function common(i: number, j: number): readonly string[] {
    const [one, other] = [from[i], to[j]];
    if (one === undefined || other === undefined) return [];
    const key = `${i} ${j}`;
    const before = known.get(key);
    if (before) return before;
    const [without, instead] = one === other ? [[], []] : [common(i + 1, j), common(i, j + 1)];
    const longer = without.length >= instead.length ? without : instead;
    const found = one === other ? [one, ...common(i + 1, j + 1)] : longer;
    known.set(key, found);
    return found;
  }
  return common;
}

/** Up to the next line of what is common, each with a mark. */
function until(line: string | undefined, lines: readonly string[], mark: string): readonly string[] {
  const at = line === undefined ? lines.length : lines.indexOf(line);
  return lines.slice(0, at).map((text) => `${mark} ${text}`);
}

function allLines(from: readonly string[], to: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let [rest, restOfOther] = [from, to];
  for (const line of [...commonLines(from, to)(0, 0), undefined]) {
    const out = until(line, rest, '-');
    const put = until(line, restOfOther, '+');
    lines.push(...out, ...put, ...(line === undefined ? [] : [`  ${line}`]));
    rest = rest.slice(out.length + 1);
    restOfOther = restOfOther.slice(put.length + 1);
  }
  return lines;
}

/** What to take out of one text and put into it to get the other, with a little of what stands around. */
export function lineDiff(from: string, to: string): readonly string[] {
  const lines = allLines(from.split('\n'), to.split('\n'));
  const changed = lines.flatMap((line, index) => (line.startsWith(' ') ? [] : [index]));
  return lines.filter((_, index) => changed.some((at) => Math.abs(at - index) <= context));
}
