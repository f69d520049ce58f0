import type { OrganisationDefaults } from '../api/certificate/organisation-defaults.ts';
import type { Violation } from '../api/rule.ts';
import {
  type AdmissionRequest,
  NotAReview,
  parseReview,
  reviewOf,
  type Verdict,
} from './admission-review.ts';
import { verdictOf } from './answer.ts';
import type { Judgement } from './judge.ts';
import { mutate, type MutationSettings } from './mutate.ts';

export interface ReviewTools {
  readonly judge: (request: AdmissionRequest) => Judgement;
  readonly approval: (request: AdmissionRequest) => Promise<readonly Violation[]>;
  readonly mutation: MutationSettings;
}

/** Which of the two webhooks is asked; a mutating one may give defaults of its own, before those for everybody. */
export type Asked = 'validate' | 'mutate' | OrganisationDefaults;

export interface Reviewed {
  readonly request: AdmissionRequest;
  readonly verdict: Verdict;
  /** AdmissionReview in JSON. */
  readonly answer: string;
}

/** @throws {NotAReview} */
function read(body: string): AdmissionRequest {
  let review: unknown;
  try {
    review = JSON.parse(body);
  } catch {
    throw new NotAReview('the body is not valid JSON');
  }
  return parseReview(review);
}

async function validate(request: AdmissionRequest, { judge, approval }: ReviewTools): Promise<Verdict> {
  const judged = judge(request);
  return verdictOf({ ...judged, violations: [...judged.violations, ...(await approval(request))] });
}

/**
 * One AdmissionReview, from the body of the request to that of the answer.
 *
 * @throws {NotAReview}
 */
export async function review(body: string, asked: Asked, tools: ReviewTools): Promise<Reviewed> {
  const request = read(body);
  const verdict =
    asked === 'validate'
      ? await validate(request, tools)
      : mutate(request, tools.mutation, asked === 'mutate' ? undefined : asked);
  return { request, verdict, answer: JSON.stringify(reviewOf(request.uid, verdict)) };
}
