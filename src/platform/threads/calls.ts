import type { MessagePort, Transferable } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../../shared/errors.ts';

/** What one side of a thread offers the other: functions of one value, whose values and answers can be cloned. */
export type Served = Readonly<Record<string, (value: never) => unknown>>;

type ValueOf<F> = F extends (value: infer V) => unknown ? V : never;
type AnswerOf<F> = F extends (value: never) => infer A ? Awaited<A> : never;

/** Asks the other side, and waits for what it answers. Bytes that fill their buffer change hands uncopied. */
export type Ask<A> = <K extends keyof A & string>(name: K, value: ValueOf<A[K]>) => Promise<AnswerOf<A[K]>>;

/** An error as it crosses: its class is lost on the way, its code is not. */
interface Told {
  readonly code: ErrorCode | null;
  readonly detail: string;
  readonly fix: string | undefined;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly stack: string | undefined;
}

type Message =
  | { readonly kind: 'ask'; readonly id: number; readonly name: string; readonly value: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: Told };

const toldOf = (error: unknown): Told => {
  if (error instanceof AppError) {
    const { code, detail, fix, meta, stack } = error;
    return { code, detail, fix, meta: JSON.parse(JSON.stringify(meta)), stack };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: null, detail: message, fix: undefined, meta: {}, stack };
};

const errorOf = ({ code, detail, fix, meta, stack }: Told): Error => {
  const error =
    code === null ? new Error(detail) : new AppError(code, { detail, meta, ...(fix ? { fix } : {}) });
  if (stack !== undefined) error.stack = stack;
  return error;
};

const partsOf = (value: unknown): readonly unknown[] => {
  // The values of bytes would be a number for each.
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [value];
  return Object.values(value);
};

/** Bytes with a buffer of their own are handed over; a slice of a shared one must stay where it is. */
const handedOver = (value: unknown): Transferable[] =>
  partsOf(value).flatMap((part) =>
    part instanceof Uint8Array &&
    part.buffer instanceof ArrayBuffer &&
    part.byteLength > 0 &&
    part.byteLength === part.buffer.byteLength
      ? [part.buffer]
      : [],
  );

export interface Calls<A> {
  readonly ask: Ask<A>;
  /** Ends everything that waits for an answer, and whatever is asked from now on. */
  fail(error: unknown): void;
}

/** Two sides of a port ask each other: `A` is what the other side serves. */
export const connectCalls = <A>(port: MessagePort, served: Served): Calls<A> => {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let asked = 0;
  let failure: { readonly error: unknown } | undefined;
  const answer = async (id: number, name: string, value: unknown): Promise<void> => {
    try {
      const answered: unknown = await served[name]?.(value as never);
      port.postMessage({ kind: 'answer', id, value: answered }, handedOver(answered));
    } catch (error) {
      port.postMessage({ kind: 'error', id, error: toldOf(error) });
    }
  };
  port.on('message', (message: Message) => {
    if (message.kind === 'ask') return void answer(message.id, message.name, message.value);
    const asker = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') asker?.resolve(message.value);
    else asker?.reject(errorOf(message.error));
  });
  return {
    ask: (name, value) => {
      if (failure) return Promise.reject(failure.error);
      const asker = Promise.withResolvers<unknown>();
      // What nobody waits for any more must not end the program when it fails.
      asker.promise.catch(() => undefined);
      asked += 1;
      waiting.set(asked, asker);
      port.postMessage({ kind: 'ask', id: asked, name, value }, handedOver(value));
      return asker.promise as ReturnType<Ask<A>> as never;
    },
    fail: (error) => {
      failure ??= { error };
      for (const asker of waiting.values()) asker.reject(error);
      waiting.clear();
    },
  };
};
