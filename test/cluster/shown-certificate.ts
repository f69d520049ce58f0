import { type PeerCertificate, connect } from 'node:tls';
import { waitFor } from './loopback.ts';

/** Serial number of the certificate that a server on 127.0.0.1 shows, in hexadecimal. */
export async function serialShown(port: number): Promise<string> {
  return (await certificateShown({ port, host: '127.0.0.1' })).serialNumber;
}

/** The certificate that a server shows, whoever it is from; to those who ask for a name where one is given. */
export function certificateShown(server: {
  readonly host: string;
  readonly port: number;
  readonly servername?: string;
}): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...server, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate());
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
