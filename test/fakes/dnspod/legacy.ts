import { headersOf } from '../listener.ts';
import type { Received } from '../listener.ts';
import { VendorError } from '../vendor-error.ts';
import { actions } from './actions.ts';
import type { Parameters } from './actions.ts';
import type { FakeApi } from './fake-api.ts';

/** The numbers of the old API for what API 3.0 has words for. */
const numbers: Readonly<Record<string, string>> = {
  'InvalidParameter.DomainRecordExist': '104',
  'InvalidParameterValue.DomainNotExists': '6',
  'OperationDenied.NoPermissionToOperateDomain': '7',
  'InvalidParameter.DomainInvalid': '13',
  'LimitExceeded.RecordTtlLimit': '32',
  'LimitExceeded.SubdomainLevelLimit': '23',
  'LimitExceeded.SubdomainRollLimit': '500025',
  'InvalidParameter.RecordLineInvalid': '26',
  'InvalidParameter.SubdomainInvalid': '22',
  'InvalidParameter.RecordValueLengthInvalid': '34',
  'InvalidParameter.RecordIdInvalid': '8',
  'ResourceNotFound.NoDataOfRecord': '10',
  MissingParameter: '6',
  InternalError: '3',
};

const knownActions: Readonly<Record<string, (parameters: Parameters) => readonly [string, Parameters]>> = {
  'Record.Create': (form) => [
    'CreateRecord',
    {
      Domain: form['domain'],
      SubDomain: form['sub_domain'],
      RecordType: form['record_type'],
      RecordLine: form['record_line'],
      RecordLineId: form['record_line_id'],
      Value: form['value'],
      ...(form['ttl'] === undefined ? {} : { TTL: Number(form['ttl']) }),
    },
  ],
  'Record.List': (form) => [
    'DescribeRecordList',
    {
      Domain: form['domain'],
      SubDomain: form['sub_domain'],
      RecordType: form['record_type'],
      Offset: Number(form['offset'] ?? 0),
      Limit: Number(form['length'] ?? 100),
      ErrorOnEmpty: form['error_on_empty'],
    },
  ],
  'Record.Remove': (form) => [
    'DeleteRecord',
    { Domain: form['domain'], RecordId: Number(form['record_id']) },
  ],
};

/** `App/1.0 (mail)`, as the vendor demands. */
const userAgent = /^[\w-]+\/[\d.]+ \([^\s@]+@[^\s@]+\)$/;

/** The old API: forms, a token in the form, numbers for codes. */
export const legacyApi: FakeApi = {
  tooOften: '-2',
  read(received) {
    const action = received.url.pathname.slice(1);
    if (!/^[A-Z]\w+\.[A-Z]\w+$/.test(action)) return undefined;
    const { login_token: _, ...parameters } = formOf(received);
    return { action, parameters };
  },
  admit({ login }, received) {
    const { 'content-type': type, 'user-agent': agent = '' } = headersOf(received);
    if (received.request.method !== 'POST') throw new VendorError('2', 'Only POST is supported.');
    if (type !== 'application/x-www-form-urlencoded' || !userAgent.test(agent)) {
      throw new VendorError('-99', 'Send a form, and a User-Agent that says who you are.');
    }
    login.check(formOf(received)['login_token']);
    return Promise.resolve();
  },
  async run({ stage }, action, received) {
    const known = knownActions[action];
    if (!known) throw new VendorError('2', 'There is no such action.');
    const [name, parameters] = known(formOf(received));
    const run = actions[name];
    if (!run) throw new Error(`there is no action "${name}"`);
    return told(action, await run(stage, parameters));
  },
  answer(result) {
    const { code, message } =
      result instanceof VendorError
        ? { code: numbers[result.code] ?? result.code, message: result.message }
        : { code: '1', message: 'Action completed successful' };
    const created = new Date().toISOString().slice(0, 19).replace('T', ' ');
    const status = { code, message, created_at: created };
    return { body: result instanceof VendorError ? { status } : { status, ...result } };
  },
};

interface Told {
  readonly RecordId?: number;
  readonly RecordCountInfo?: { readonly TotalCount: number };
  readonly RecordList?: readonly Readonly<Record<string, unknown>>[];
}

/** The answer of API 3.0 in the words of the old one. */
function told(action: string, { RecordId: id, RecordCountInfo: counts, RecordList: list }: Told): object {
  if (action === 'Record.Create') return { record: { id: String(id), status: 'enabled' } };
  if (action !== 'Record.List') return {};
  return {
    info: { record_total: String(counts?.TotalCount) },
    records: (list ?? []).map((record) => ({
      id: String(record['RecordId']),
      name: record['Name'],
      type: record['Type'],
      value: record['Value'],
      line: record['Line'],
      line_id: record['LineId'],
      ttl: String(record['TTL']),
    })),
  };
}

function formOf({ body }: Received): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
}
