import { connect } from 'node:tls';
import { waitFor } from './loopback.ts';

/** Serial number of the certificate that a server on 127.0.0.1 shows, in hexadecimal. */
export function serialShown(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

/** @returns the serial number of the next certificate that it shows instead of today's, which takes a minute at most */
export async function nextSerialShown(
  port: number,
): Promise<{ readonly before: string; readonly after: string }> {
  const before = await serialShown(port);
  const after = await waitFor(
    'another serving certificate',
    async () => {
      const now = await serialShown(port);
      return now === before ? undefined : now;
    },
    { seconds: 60, everyMs: 500 },
  );
  return { before, after };
}
