import { z } from 'zod';
import { GraphError } from './graph-error.ts';
import type { GraphAnswer, GraphRequest } from './graph-request.ts';

const change = z.strictObject({ displayConcealedNames: z.boolean() });

/** `PATCH /admin/reportSettings`: whether reports conceal names. */
export const changeReportSettings = ({ caller, body }: GraphRequest): GraphAnswer => {
  const read = change.safeParse(body);
  if (!read.success) throw new GraphError(400, 'BadRequest', 'displayConcealedNames must be true or false.');
  caller.state.concealed = read.data.displayConcealedNames;
  return { status: 204 };
};
