/** The two files of node-forge that RC2 needs; Node's OpenSSL has no RC2 any more. Text is one character per byte. */
declare module 'node-forge/lib/rc2.js' {
  interface Rc2Cipher {
    readonly output: { getBytes(): string };
    start(iv: string): void;
    update(input: object): void;
    finish(): boolean;
  }
  const rc2: { createEncryptionCipher(key: string, bits: number): Rc2Cipher };
  export default rc2;
}

declare module 'node-forge/lib/util.js' {
  const util: { createBuffer(bytes: string): object };
  export default util;
}
