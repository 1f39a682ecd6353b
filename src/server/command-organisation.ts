import { withClient } from '../platform/postgres/client.ts';
import { AppError } from '../shared/errors.ts';
import type { Kernel } from './kernel.ts';

/**
 * The organisation that a command means.
 *
 * @param wanted name or id; absent: the only organisation there is, samples aside
 * @param question what is not known without it, for the error
 * @throws AppError not_found or invalid_input, with all that there are
 */
export const chooseOrganisation = async (
  kernel: Pick<Kernel, 'postgres'>,
  wanted: string | undefined,
  question: string,
): Promise<{ id: string; name: string }> => {
  const { rows } = await withClient(kernel.postgres.ownerUrl, (client) =>
    client.query<{ id: string; name: string; is_sample: boolean }>(
      'select id, name, is_sample from organisation order by name limit 1000',
    ),
  );
  const matching = wanted
    ? rows.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase())
    : rows;
  // A sample is meant by its id only: its name may be that of a real organisation.
  const real = matching.filter((row) => !row.is_sample || row.id === wanted);
  const [only] = real;
  if (only && real.length === 1) return { id: only.id, name: only.name };
  const known =
    rows.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none: set the installation up first';
  throw new AppError(wanted ? 'not_found' : 'invalid_input', {
    detail: wanted ? `There is no single organisation "${wanted}".` : question,
    fix: `Give --organisation with a name or id. Known: ${known}.`,
  });
};
