/** Ids are written with a path before them at times. */
export function bareZoneId(id: string): string {
  return id.replace(/^\/?hostedzone\//, '');
}
