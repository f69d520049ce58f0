/** One query that bind9 was asked. */
export interface QueryLogEntry {
  readonly at: Date;
  /** Without a dot at its end, as the client spelled it. */
  readonly name: string;
  readonly type: string;
  /** Set by those who ask a resolver, not by those who ask an authoritative server. */
  readonly recursionDesired: boolean;
  readonly overTcp: boolean;
}

/** One change that a signed update made. */
export interface UpdateLogEntry {
  readonly at: Date;
  readonly zone: string;
  readonly change: 'add' | 'delete' | 'deleteAll';
  /** Without a dot at its end. */
  readonly name: string;
  readonly type: string;
  /** Only of `add`: bind9 does not say which value it deleted. TXT without the quotes. */
  readonly value?: string;
}

const queryLine = /^(?<at>\S+Z).*: query: (?<name>\S+) IN (?<type>\S+) (?<flags>[+-]\S*)/;

export function parseQueryLog(text: string): readonly QueryLogEntry[] {
  return matches(text, queryLine).map(({ at = '', name = '', type = '', flags = '' }) => ({
    at: new Date(at),
    name,
    type,
    recursionDesired: flags.startsWith('+'),
    overTcp: flags.includes('T'),
  }));
}

const updateLine =
  /^(?<at>\S+Z).*: updating zone '(?<zone>[^/']+)\/IN': (?<change>adding an RR|deleting an RR|deleting rrset) at '?(?<name>[^' ]+)'? (?<type>\S+)(?: (?<value>.*))?$/;

const changes: Readonly<Record<string, UpdateLogEntry['change']>> = {
  'adding an RR': 'add',
  'deleting an RR': 'delete',
  'deleting rrset': 'deleteAll',
};

export function parseUpdateLog(text: string): readonly UpdateLogEntry[] {
  return matches(text, updateLine).map(
    ({ at = '', zone = '', change = '', name = '', type = '', value }) => ({
      at: new Date(at),
      zone,
      change: changes[change] ?? 'add',
      name,
      type,
      ...(value !== undefined && { value: value.replace(/^"(.*)"$/, '$1').replaceAll('" "', '') }),
    }),
  );
}

function matches(text: string, line: RegExp): readonly Record<string, string | undefined>[] {
  return text.split('\n').flatMap((one) => {
    const found = line.exec(one);
    return found?.groups === undefined ? [] : [found.groups];
  });
}
