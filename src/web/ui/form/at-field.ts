import { ApiProblem, asProblem } from '../api/problem.ts';

/** A refusal with this code, said at a field of the form instead of above it; any other error as it is. */
export const atField = (error: unknown, code: string, path: string, message: string): unknown => {
  const problem = asProblem(error);
  if (problem.code !== code) return error;
  const { status, title, detail, requestId } = problem;
  return new ApiProblem({ code, status, title, detail, requestId, errors: [{ path, message }] });
};
