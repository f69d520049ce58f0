import type { FuzzRequest } from './requests.ts';

/** What came back; `undefined` instead of it when the connection was closed without an answer. */
export interface FuzzAnswer {
  readonly code: number;
  readonly contentType: string;
  readonly body: string;
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One line, for people. */
function isLine(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !/\p{Cc}/u.test(value);
}

/** The uid that is in there, as far as anybody can read it. */
function uidIn({ body }: FuzzRequest): unknown {
  const review = parsed(body.toString());
  return isRecord(review) && isRecord(review['request']) ? review['request']['uid'] : undefined;
}

function patchProblem(response: Json, { path }: FuzzRequest): string | undefined {
  const { patch, patchType, allowed } = response;
  if (patch === undefined && patchType === undefined) return undefined;
  if (!path.startsWith('/mutate') || allowed !== true) return 'a patch where there may be none';
  const operations = typeof patch === 'string' ? parsed(Buffer.from(patch, 'base64').toString()) : undefined;
  const isPatch = Array.isArray(operations) && operations.length > 0 && operations.every(isOperation);
  return patchType === 'JSONPatch' && isPatch ? undefined : 'a patch that is no JSON Patch';
}

function isOperation(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['path'] === 'string' &&
    ['add', 'replace', 'remove'].includes(String(value['op']))
  );
}

/** A denial has a status that says why, and nothing else has one. */
function denialProblem({ allowed, status }: Json): string | undefined {
  if (typeof allowed !== 'boolean') return 'neither allowed nor not';
  if (allowed) return status === undefined ? undefined : 'a status beside allowed';
  const isClear = isRecord(status) && status['code'] === 403 && isLine(status['message']);
  return isClear ? undefined : 'an unclear denial';
}

/** `response` of an AdmissionReview, if it is one. */
function responseIn(review: unknown): Json | undefined {
  if (!isRecord(review) || review['kind'] !== 'AdmissionReview') return undefined;
  const { apiVersion, response } = review;
  return apiVersion === 'admission.k8s.io/v1' && isRecord(response) ? response : undefined;
}

/** The API server's own conditions, and that people can read what they are told. */
function reviewProblem(review: unknown, request: FuzzRequest): string | undefined {
  const response = responseIn(review);
  if (response === undefined) return 'no AdmissionReview';
  const { uid, warnings = [] } = response;
  if (typeof uid !== 'string' || uid === '' || uid !== uidIn(request)) return 'not the uid of the request';
  if (!Array.isArray(warnings) || !warnings.every(isLine)) return 'warnings that are no lines';
  return denialProblem(response) ?? patchProblem(response, request);
}

function refusalProblem(status: unknown, code: number): string | undefined {
  const isClear =
    isRecord(status) && status['kind'] === 'Status' && status['code'] === code && isLine(status['message']);
  return isClear ? undefined : 'a refusal without a clear Status';
}

/** @returns what is wrong with an answer, in words that are the same for all that are wrong in the same way */
export function problemOf(request: FuzzRequest, answer: FuzzAnswer | undefined): string | undefined {
  const isBroken = request.raw !== undefined || request.cutAfter !== undefined;
  if (answer === undefined) return isBroken ? undefined : 'no answer';
  const { code, contentType, body } = answer;
  if (code >= 500) return `the code ${code}`;
  // what is no HTTP is answered by Node itself
  if (request.raw !== undefined) return undefined;
  if (contentType !== 'application/json') return 'an answer that is not JSON';
  if (code === 200) return reviewProblem(parsed(body), request);
  if (code < 400 || request.isReview === true) return `the code ${code}`;
  return refusalProblem(parsed(body), code);
}
