import { describe, expect, it } from 'vitest';

import { certificate } from '../../../test/build/certificate.ts';
import { viewAt } from '../../../test/build/dashboard-view.ts';
import { issuer, readyIssuer } from '../../../test/build/issuer.ts';
import { condition } from '../../../test/build/object.ts';
import { dueDays } from './due.ts';
import { queryOf, readFilter } from './filter.ts';
import { issuerLines } from './issuers.ts';
import { overviewOf } from './overview.ts';

const ready = (name: string, renewalTime: string, notAfter: string, namespace = 'web') =>
  certificate({
    name,
    namespace,
    spec: { dnsNames: [`${name}.example`] },
    status: { conditions: [condition('Ready', 'True')], renewalTime, notAfter },
  });
const late = ready('late', '2026-03-01T00:00:00Z', '2026-03-31T00:00:00Z');
const soon = ready('soon', '2026-03-04T06:00:00Z', '2026-04-03T00:00:00Z', 'pay');
const far = ready('far', '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z');
const expired = ready('expired', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z');
const failed = certificate({
  name: 'failed',
  spec: { issuerRef: { name: 'acme', kind: 'ClusterIssuer' } },
  status: {
    conditions: [condition('Issuing', 'False', { message: 'Over quota' }), condition('Ready', 'False')],
    lastFailureTime: '2026-03-02T11:00:00Z',
    failedIssuanceAttempts: 2,
  },
});
const ca = issuer({ status: readyIssuer });
const view = viewAt('2026-03-02T12:00:00Z', far, soon, failed, late, expired, ca);

function asked(query: string, page = 1, size = 50) {
  return overviewOf(view, readFilter(new URLSearchParams(query)), page, size);
}

const namesIn = (query: string) => asked(query).rows.map(({ name }) => name);

describe('the overview on 2 March', () => {
  it('begins with what is most urgent, and in each state with what ends first', () => {
    expect(namesIn('')).toEqual(['expired', 'failed', 'late', 'soon', 'far']);
  });

  it.each([
    ['namespace=pay', ['soon']],
    ['issuer=ClusterIssuer/acme', ['failed']],
    ['state=attention', ['expired', 'failed']],
    ['state=ready&text=EXAMPLE%20far', ['far']],
    ['text=quota', ['failed']],
    ['state=nonsense&text=soon', ['soon']],
  ])('shows for %s only %j', (query, names) => {
    expect(namesIn(query)).toEqual(names);
  });

  it('counts every state, whichever is asked for, and what comes due within a week', () => {
    expect(asked('state=ready')).toMatchObject({
      total: 3,
      counts: { attention: 2, progress: 0, well: 3 },
      dueThisWeek: 3,
      choices: { namespaces: ['pay', 'web'], issuers: ['ClusterIssuer/acme', 'Issuer/ca'] },
    });
  });

  it('is cut into pages, and has none beyond the last', () => {
    expect(asked('', 2, 2)).toMatchObject({ page: 2, pages: 3, rows: [{ name: 'late' }, { name: 'soon' }] });
    expect(asked('', 9, 2)).toMatchObject({ page: 3, rows: [{ name: 'far' }] });
  });

  it('says when a failed issuance is tried again: two hours after the second failure', () => {
    const [line] = asked('state=failed').rows;

    expect(line?.nextTry).toEqual({ is: 'at', what: 'retry', at: new Date('2026-03-02T13:00:00Z') });
  });
});

it('a filter survives the way through a query', () => {
  const filter = readFilter(new URLSearchParams('namespace=a%26b&text=x&state=well'));

  expect(readFilter(new URLSearchParams(queryOf(filter, 3)))).toEqual(filter);
  expect(queryOf(filter, 3)).toBe('?namespace=a%26b&state=well&text=x&page=3');
});

it('the week begins with today, and with everything that should have come before', () => {
  const days = dueDays(view).map(({ day, rows }) => [day, rows.map(({ name }) => name)]);

  expect(days.slice(0, 3)).toEqual([
    ['2026-03-02', ['expired', 'late']],
    ['2026-03-03', []],
    ['2026-03-04', ['soon']],
  ]);
  expect(days).toHaveLength(7);
});

it('issuers tell how those stand that they issue for', () => {
  expect(issuerLines(view)).toMatchObject([
    {
      kind: 'Issuer',
      name: 'ca',
      namespace: 'web',
      type: 'ca',
      ready: true,
      counts: { attention: 1, progress: 0, well: 2 },
    },
  ]);
});
