/** What becomes of an object that cert-manager lets in although it should not, by gap. */
const symptoms: readonly (readonly [what: string, gaps: string])[] = [
  ['its controller crashes', 'C1 C2 O5'],
  ['nothing happens, without a word', 'C6 C7 C8 C9 C13 C15 C16 C17'],
  ['it waits for ever', 'C27 C29 C30 C33 K4 A11 H1 H9 D14 O4'],
  ['the same is tried again and again', 'C10 C11 C14 C20 C26 C38 H5'],
  [
    'it fails only when something is issued',
    'C19 C21 C22 C24 C28 C31 C32 C36 R5 R7 R8 A1 A2 A3 A4 A7 H3 H4 H6 D2 D3 D4 D5 D6 D7 D8 D10 D12 K1 V1 V2 V3 V4 V5 V6 V9 N1 N2 N3 N4 O3',
  ],
  ['part of it has no effect', 'C4 C18 C34 C35 A12 H8 H10 D1 D9'],
  ['something else is issued than was meant', 'C3 C5 C12 C23 C37 C39 R1 R2 R3 R4 H7 K3 V8'],
  ['credentials are used by those who should not', 'O1'],
  ['an order is looked for where it was never placed', 'O2'],
];

/** Why a rule is there, by its source, in a sentence; empty where the source says all. */
export function reasonOf(source: string): string {
  const codes: readonly string[] = source.match(/\b[A-Z]\d+\b/g) ?? [];
  const found = symptoms.filter(([, gaps]) => gaps.split(' ').some((gap) => codes.includes(gap)));
  const ownWebhook = source.includes('cert-manager v1.21')
    ? ["cert-manager's webhook refuses it as well"]
    : [];
  const later =
    found.length > 0 ? [`cert-manager lets it in, and ${found.map(([what]) => what).join(', or ')}`] : [];
  return [...ownWebhook, ...later].map((text) => `${text}.`).join(' ');
}
