import { type MessagePort, parentPort } from 'node:worker_threads';
import { type Ask, connectCalls, type Served } from './calls.ts';

/**
 * The entry of a worker thread calls this once. Each job comes with a port of its own: `open` makes what is served to
 * it, with what may be asked of the main thread (`A`). All that a job left is given up when its port closes.
 */
export const serveThread = <A>(open: (ask: Ask<A>) => Served): void => {
  parentPort?.on('message', (port: MessagePort) => {
    const served: Record<string, Served[string]> = {};
    const calls = connectCalls<A>(port, served);
    Object.assign(served, open(calls.ask));
  });
};
