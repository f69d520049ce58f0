/** Equal up to order and repetition: what is listed twice is meant once. */
export function sameMembers(one: readonly string[], other: readonly string[]): boolean {
  const [left, right] = [new Set(one), new Set(other)];
  return left.size === right.size && [...left].every((member) => right.has(member));
}
