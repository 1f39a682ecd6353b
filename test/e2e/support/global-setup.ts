import { buildStaleConsole } from '../../../scripts/build-console.ts';

/** `npm test` has built the console already; whoever runs the browser suite alone gets it built here. */
export const setup = async (): Promise<void> => {
  if ((await buildStaleConsole()) !== 0) throw new Error('the console does not build');
};
