/** Subject attributes other than the common name, in the order of the certificate; the names of the API's `spec.subject`. */
export interface SubjectFacts {
  readonly serialNumber?: string;
  readonly organizations: readonly string[];
  readonly organizationalUnits: readonly string[];
  readonly countries: readonly string[];
  readonly provinces: readonly string[];
  readonly localities: readonly string[];
  readonly postalCodes: readonly string[];
  readonly streetAddresses: readonly string[];
}
