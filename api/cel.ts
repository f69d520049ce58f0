/** CEL: that the object on this side has something at the path. @param path from the object: `status.url` */
export function has(side: 'object' | 'oldObject', path: string): string {
  const names = path.split('.');
  return names.map((_, index) => `has(${side}.${names.slice(0, index + 1).join('.')})`).join(' && ');
}

/** CEL: that a field keeps its value once it has one that is not empty. */
export function keeps(path: string): string {
  const same = `${has('object', path)} && object.${path} == oldObject.${path}`;
  return `!(${has('oldObject', path)}) || size(oldObject.${path}) == 0 || (${same})`;
}

/** CEL: both have the same there, or neither has more than what is empty. */
export function unchanged(path: string, empty: string): string {
  return choice(path, (side) => `${side} != ${empty}`);
}

/** The same for a list or a map. */
export function unchangedList(path: string): string {
  return choice(path, (side) => `size(${side}) > 0`);
}

function choice(path: string, isFull: (side: string) => string): string {
  const [now, then] = [`object.${path}`, `oldObject.${path}`];
  const full = (side: string): string => `has(${side}) && ${isFull(side)}`;
  return `(${full(now)} ? ${full(then)} && ${now} == ${then} : !(${full(then)}))`;
}
