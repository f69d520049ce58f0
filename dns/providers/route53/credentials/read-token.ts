import { readFile } from 'node:fs/promises';
import { noCredentials } from './no-credentials.ts';

/** The kubelet renews the file, so it is read every time. @param variable that names it */
export async function readToken(file: string, variable: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw noCredentials(`the token of this pod (${variable}) cannot be read`, error);
  }
}
