import { ApiError } from './api-error.ts';
import type { ApiRequest, Transport } from './transport.ts';

/** What became of one request to the API server, for metrics. */
export interface ApiCall {
  /** As in HTTP; `WATCH` for what does not end by itself. */
  readonly method: string;
  readonly path: string;
  /** `2xx`, the code of a refusal, or `none` where no answer came. */
  readonly code: string;
  readonly seconds: number;
}

/** The same transport, and somebody is told of every request; those that we gave up ourselves are left out. */
export function countedTransport(transport: Transport, onCall: (call: ApiCall) => void): Transport {
  return {
    ...transport,
    async call(request) {
      const tell = telling(request, request.method, onCall);
      try {
        const answer = await transport.call(request);
        tell('2xx');
        return answer;
      } catch (error) {
        tell(codeOf(error));
        throw error;
      }
    },
    async *stream(request) {
      const tell = telling(request, 'WATCH', onCall);
      try {
        yield* transport.stream(request);
        tell('2xx');
      } catch (error) {
        tell(codeOf(error));
        throw error;
      }
    },
  };
}

function telling(
  { path, signal }: ApiRequest,
  method: string,
  onCall: (call: ApiCall) => void,
): (code: string) => void {
  const began = performance.now();
  return (code) => {
    if (signal?.aborted !== true) onCall({ method, path, code, seconds: (performance.now() - began) / 1000 });
  };
}

function codeOf(error: unknown): string {
  return error instanceof ApiError ? String(error.code) : 'none';
}
