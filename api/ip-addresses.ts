const byte = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const v4 = `${byte}(\\.${byte}){3}`;
const group = '[0-9A-Fa-f]{1,4}';

/** Eight groups; the last two may be an IPv4 address, and `::` stands once for one or more of zeros (RFC 4291 section 2.2). */
function v6Forms(): readonly string[] {
  const shortened = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((before) => {
    const head = before === 0 ? ':' : `(${group}:){${before}}`;
    const rest = 7 - before;
    const groups = rest === 0 ? ':' : `:(${group}(:${group}){0,${rest - 1}})?`;
    const withV4 = rest < 2 ? [] : [`${head}:(${group}:){0,${rest - 2}}${v4}`];
    return [`${head}${groups}`, ...withV4];
  });
  return [`(${group}:){7}${group}`, `(${group}:){6}${v4}`, ...shortened];
}

const v6 = `(${v6Forms().join('|')})`;

/** An IPv6 address without a zone, as part of an expression. */
export const ipv6 = v6;

/** An IPv4 or IPv6 address without a zone. */
export const ipAddress = new RegExp(`^(${v4}|${v6})$`);

/** An address block in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3). */
export const ipRange = new RegExp(`^(${v4}/([12]?[0-9]|3[0-2])|${v6}/([1-9]?[0-9]|1[01][0-9]|12[0-8]))$`);
