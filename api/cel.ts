import { durationSyntax } from './duration.ts';
import { dnsSubdomain, qualifiedName } from './field-syntax.ts';

/** CEL: that the text matches. @param pattern only what RE2 knows, too: nothing that looks around or back */
export function matches(subject: string, { source, flags }: RegExp): string {
  const points = source.replaceAll(/\\u\{?([0-9A-Fa-f]{2,6})\}?/g, String.raw`\x{$1}`);
  return `${subject}.matches(${JSON.stringify(flags.includes('i') ? `(?i)${points}` : points)})`;
}

/** CEL: that it is a DNS subdomain, as names of objects are. */
export function isDnsSubdomain(subject: string): string {
  return `(size(${subject}) <= 253 && ${matches(subject, dnsSubdomain)})`;
}

/** CEL: that it is a duration. Of other texts CEL cannot even be asked how long they are. */
export function isDuration(subject: string): string {
  return matches(subject, durationSyntax);
}

/** CEL: that it is no duration at all, of which the schema speaks, or one that compares so: `>= duration('1h')`. */
export function isLong(subject: string, comparison: string): string {
  return `(!${isDuration(subject)} || duration(${subject}) ${comparison})`;
}

/** CEL: that it is a key of labels or annotations. */
export function isQualifiedName(subject: string): string {
  return `(${subject}.indexOf('/') <= 253 && ${matches(subject, qualifiedName)})`;
}

/** CEL: that there is a text that is not empty. @param path from what is called `root` */
export function stated(root: string, path: string): string {
  return `(${has(root, path)} && ${root}.${path} != '')`;
}

/** CEL: that the object on this side has something at the path. @param path from the object: `status.url` */
export function has(side: string, path: string): string {
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
