import type { TFunction } from 'i18next';
import { type SyntheticEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { ApiProblem } from '../api/problem.ts';
import { issueText } from './issue-text.ts';

/** Messages by field; the first of each. */
export type FieldErrors = Readonly<Record<string, string>>;

/** The first message for each field of what a schema refused. */
export const fieldErrorsOf = (error: z.ZodError, t: TFunction<'ui'>): FieldErrors =>
  firstByPath(error.issues.map((issue) => [issue.path.join('.'), issueText(issue, t)]));

/** The server's messages for fields this form has, and whether any other remains. */
export const serverErrors = (problem: ApiProblem, fields: readonly string[]): FieldErrors =>
  firstByPath(
    problem.fields
      .map(({ path, message }): [string, string] => [
        path.replace(/^body[./]/, '').replaceAll('/', '.'),
        message,
      ])
      .filter(([path]) => fields.includes(path)),
  );

const firstByPath = (entries: readonly (readonly [string, string])[]): FieldErrors => {
  const first: Record<string, string> = {};
  for (const [path, message] of entries) first[path] ??= message;
  return first;
};

export interface FormState<V extends Readonly<Record<string, unknown>>> {
  readonly values: V;
  readonly errors: FieldErrors;
  /** A problem that belongs to no field. */
  readonly problem: unknown;
  readonly busy: boolean;
  readonly dirty: boolean;
  readonly set: <K extends keyof V>(name: K, value: V[K]) => void;
  /** Takes a value that was saved elsewhere meanwhile, and leaves the other fields as they are. */
  readonly adopt: <K extends keyof V>(name: K, value: V[K]) => void;
  readonly reset: (values: V) => void;
  readonly onSubmit: (event: SyntheticEvent) => void;
}

/**
 * The state of a form over the contract's own schema. Messages appear on submitting, and then follow the
 * typing; what the server says about a field stands at that field.
 */
export const useForm = <S extends z.ZodType, V extends Readonly<Record<string, unknown>>>(
  schema: S,
  initial: V,
  submit: (values: z.output<S>) => Promise<unknown>,
): FormState<V> => {
  const { t } = useTranslation('ui');
  const [values, setValues] = useState(initial);
  const [start, setStart] = useState(initial);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const [refused, setRefused] = useState<FieldErrors>({});
  const running = useRef(false);

  const parsed = useMemo(() => schema.safeParse(values, { reportInput: true }), [schema, values]);
  const errors = useMemo(
    () => ({ ...refused, ...(tried && !parsed.success ? fieldErrorsOf(parsed.error, t) : {}) }),
    [refused, tried, parsed, t],
  );
  const set = useCallback(<K extends keyof V>(name: K, value: V[K]) => {
    setValues((current) => ({ ...current, [name]: value }));
    setRefused(({ [String(name)]: _, ...others }) => others);
  }, []);
  const adopt = useCallback(<K extends keyof V>(name: K, value: V[K]) => {
    const take = (current: V): V => (current[name] === value ? current : { ...current, [name]: value });
    setValues(take);
    setStart(take);
  }, []);
  const reset = useCallback((next: V) => {
    setValues(next);
    setStart(next);
    setTried(false);
    setRefused({});
    setProblem(undefined);
  }, []);

  const run = async (output: z.output<S>) => {
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    try {
      await submit(output);
      setTried(false);
    } catch (error) {
      const atFields = error instanceof ApiProblem ? serverErrors(error, Object.keys(values)) : {};
      setRefused(atFields);
      if (Object.keys(atFields).length === 0) setProblem(error);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  const onSubmit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    // A second Enter before the first answer must not send twice.
    if (parsed.success && !running.current) void run(parsed.data);
  };
  const dirty = JSON.stringify(values) !== JSON.stringify(start);
  return { values, errors, problem, busy, dirty, set, adopt, reset, onSubmit };
};
