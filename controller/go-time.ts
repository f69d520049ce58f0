/** An instant as Go prints it by default; conditions have said it so for years: `2027-01-23 01:40:42 +0000 UTC`. */
export function goTime(instant: Date): string {
  const text = instant.toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)} +0000 UTC`;
}

/** An instant as mail headers wrote it (RFC 1123), in UTC: `Mon, 22 Feb 2027 01:40:42 UTC`. */
export function rfc1123(instant: Date): string {
  return instant.toUTCString().replace('GMT', 'UTC');
}
