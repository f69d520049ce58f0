/** Ends an action as a vendor's API does, with a code and a text. */
export class VendorError extends Error {
  readonly code: string;
  /** Of HTTP, where the vendor has a status for it. */
  readonly status: number | undefined;

  constructor(code: string, message: string, status?: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
