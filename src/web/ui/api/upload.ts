import type { Endpoint, ResponseOf } from '../../../shared/endpoint.ts';
import type { CallInput } from './call-input.ts';
import { ApiProblem, offlineProblem, problemFrom } from './problem.ts';
import { requestUrl } from './request-url.ts';
import { sessionLost } from './session-events.ts';

export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export interface UploadOptions {
  readonly onProgress?: (progress: UploadProgress) => void;
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
}

/**
 * Streams a file as the raw body of an operation and reports progress. XMLHttpRequest, because `fetch`
 * cannot report upload progress.
 * @throws ApiProblem as `call` does; the signal's reason when aborted.
 */
export const upload = <E extends Endpoint>(
  operation: E,
  input: CallInput<E>,
  file: Blob,
  options: UploadOptions = {},
): Promise<ResponseOf<E>> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(operation.method, requestUrl(operation.path, input.params, input.query));
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', 'application/octet-stream');
    if (operation.creates)
      request.setRequestHeader('idempotency-key', options.idempotencyKey ?? crypto.randomUUID());
    request.upload.onprogress = (event) =>
      options.onProgress?.({
        sentBytes: event.loaded,
        totalBytes: event.lengthComputable ? event.total : file.size,
      });
    request.onerror = () => reject(offlineProblem(undefined));
    request.onabort = () => reject(options.signal?.reason ?? new DOMException('Aborted', 'AbortError'));
    request.onload = () => {
      try {
        resolve(answerOf(operation, request));
      } catch (error) {
        reject(error);
      }
    };
    if (options.signal?.aborted === true) return reject(options.signal.reason);
    options.signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });

const answerOf = <E extends Endpoint>(operation: E, request: XMLHttpRequest): ResponseOf<E> => {
  const requestId = request.getResponseHeader('x-request-id') ?? undefined;
  if (request.status < 200 || request.status > 299) {
    const problem = problemFrom(request.status, request.responseText, requestId);
    if (problem.code === 'unauthenticated') sessionLost();
    throw problem;
  }
  const parsed = operation.response.safeParse(
    request.status === 204 ? undefined : JSON.parse(request.responseText),
  );
  if (parsed.success) return parsed.data as ResponseOf<E>;
  throw new ApiProblem(
    {
      code: 'unreadable',
      status: request.status,
      title: 'Unexpected answer',
      detail: `The answer of ${operation.id} is not what its contract says.`,
      requestId,
    },
    parsed.error,
  );
};
