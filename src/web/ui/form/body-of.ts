import type { z } from 'zod';

/** The schema of what an operation wants in its body, for a form that fills exactly that. */
export const bodyOf = <B extends z.ZodType>(operation: {
  readonly id: string;
  readonly body: B | undefined;
}): B => {
  if (operation.body === undefined) throw new Error(`${operation.id} has no body.`);
  return operation.body;
};
