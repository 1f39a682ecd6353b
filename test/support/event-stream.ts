import type { Client } from './client.ts';

export interface StreamedEvent {
  readonly event: string;
  readonly data: unknown;
}

/** A stream of server-sent events, as the console's EventSource hears it. */
export interface EventStream {
  /** All events so far, the oldest first. */
  readonly events: readonly StreamedEvent[];
  /** Resolves when the server ended the stream, or it broke. */
  readonly ended: Promise<void>;
  close(): void;
}

const parse = (block: string): StreamedEvent | undefined => {
  const fields = new Map(
    block.split('\n').map((line): [string, string] => {
      const at = line.indexOf(': ');
      return [line.slice(0, at), line.slice(at + 2)];
    }),
  );
  const [event, data] = [fields.get('event'), fields.get('data')];
  return event === undefined || data === undefined ? undefined : { event, data: JSON.parse(data) };
};

/** Opens a stream; rejects when the server answers anything but 200. */
export const openStream = async (client: Client, path: string): Promise<EventStream> => {
  const controller = new AbortController();
  const response = await client.open(path, controller.signal);
  if (response.status !== 200 || !response.body) throw new Error(`the stream answered ${response.status}`);
  const events: StreamedEvent[] = [];
  const read = async (body: ReadableStream<Uint8Array>): Promise<void> => {
    let rest = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = parse(block);
        if (event) events.push(event);
      }
    }
  };
  const ended = read(response.body as ReadableStream<Uint8Array>).catch(() => undefined);
  return { events, ended, close: () => controller.abort() };
};
