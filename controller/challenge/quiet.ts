/** Whether the CA may be told to look. */
export type Readiness =
  | { readonly is: 'ready' }
  /** `reason` only where people should read it. */
  | { readonly is: 'waiting'; readonly reason?: string; readonly seconds: number };

/** Propagation that takes no longer than this is not worth a line in status. */
export const quietSeconds = 5;
