import type { Endpoint, ResponseOf } from '../../../shared/endpoint.ts';
import type { CallInput } from './call-input.ts';
import { connection } from './connection.ts';
import { requestUrl } from './request-url.ts';

export type ConnectionState = 'connecting' | 'open' | 'waiting';

interface Listeners<E extends Endpoint> {
  readonly onEvent: (event: ResponseOf<E>) => void;
  readonly onState?: (state: ConnectionState) => void;
  /** The server sends named events for other things than messages; default `message`. */
  readonly names?: readonly string[];
}

const firstDelayMs = 1_000;
const longestDelayMs = 30_000;

/**
 * Subscribes to an operation that streams server-sent events, each parsed by the operation's response
 * schema; what does not fit is dropped, because a newer server may send more than this console knows.
 * The browser resumes short interruptions itself (with `Last-Event-ID`); after a refusal this tries again
 * with growing delays. Returns how to stop.
 */
export const subscribe = <E extends Endpoint>(
  operation: E,
  input: CallInput<E>,
  listeners: Listeners<E>,
): (() => void) => {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delayMs = firstDelayMs;

  const receive = (message: MessageEvent<string>): void => {
    const parsed = operation.response.safeParse(parseJson(message.data));
    if (parsed.success) listeners.onEvent(parsed.data as ResponseOf<E>);
  };
  const open = (): void => {
    listeners.onState?.('connecting');
    source = new EventSource(requestUrl(operation.path, input.params, input.query));
    for (const name of listeners.names ?? ['message']) source.addEventListener(name, receive);
    source.onopen = () => {
      delayMs = firstDelayMs;
      connection.answered();
      listeners.onState?.('open');
    };
    source.onerror = () => {
      connection.doubted();
      listeners.onState?.('waiting');
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, delayMs);
      delayMs = Math.min(delayMs * 2, longestDelayMs);
    };
  };

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
