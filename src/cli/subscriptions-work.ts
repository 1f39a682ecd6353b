import { shippedPolicies } from '../engines/subscriptions/policies.ts';
import { quoteChange } from '../engines/subscriptions/quote-change.ts';
import { checkJson, parseJson } from '../shared/check-json.ts';
import { AppError } from '../shared/errors.ts';
import { inputError } from '../shared/input-error.ts';
import type { Quote } from '../shared/subscriptions/quote.ts';
import { quoteRequestSchema } from '../shared/subscriptions/quote-request.ts';
import { readLimitedText } from './limited-text.ts';
import type { CommandIo } from './run-command.ts';

const fix = 'The schema is printed by "trimtab subscriptions schema"; docs/new-commerce.md explains it.';

/** A request is a few lines, or some thousand where a subscription has very many lots. */
const largestBytes = 16 * 1024 * 1024;

/**
 * Quotes the change that a file asks for.
 *
 * @throws AppError `invalid_input` naming the file and the JSON path
 */
export const quoteFile = async (path: string, io: CommandIo): Promise<Quote> => {
  const { label, content } = await readLimitedText(path, io, largestBytes, 'Ask for one change a file.');
  const request = checkJson(label, '$', quoteRequestSchema, parseJson(label, '$', content), fix);
  try {
    return quoteChange(request, shippedPolicies()).quote;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input') throw error;
    throw inputError(label, String(error.meta.place ?? '$'), error.detail, error.fix ?? fix);
  }
};
