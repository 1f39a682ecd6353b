import type { Endpoint } from '../../../shared/endpoint.ts';
import type { CallInput } from './call-input.ts';
import { requestUrl } from './request-url.ts';

const click = (href: string, fileName: string): void => {
  const link = document.createElement('a');
  link.href = href;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
};

/**
 * Lets the browser download what a GET operation answers: it streams to disk whatever the size, and takes
 * the file name from the answer.
 */
export const download = <E extends Endpoint>(operation: E, input: CallInput<E>): void =>
  click(requestUrl(operation.path, input.params, input.query), '');

/** Saves something made in the browser under this name. */
export const saveBlob = (blob: Blob, fileName: string): void => {
  const href = URL.createObjectURL(blob);
  click(href, fileName);
  // Some browsers read the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
};
