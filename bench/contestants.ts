/** Whose controller and webhook are measured. */
export interface Contestant {
  readonly name: 'certloom' | 'peer';
  /** Path of a binary that takes upstream's flags; ours when left out. */
  readonly controller?: string;
  /** As above. */
  readonly webhook?: string;
}

/** Ours alone, or ours and then a peer on the same machine in the same run: `PEER_CONTROLLER`, `PEER_WEBHOOK`. */
export function contestantsFrom(env: NodeJS.ProcessEnv): readonly Contestant[] {
  const controller = env['PEER_CONTROLLER'] ?? '';
  const webhook = env['PEER_WEBHOOK'] ?? '';
  if (controller === '' && webhook === '') return [{ name: 'certloom' }];
  const peer = { ...(controller !== '' && { controller }), ...(webhook !== '' && { webhook }) };
  return [{ name: 'certloom' }, { name: 'peer', ...peer }];
}
