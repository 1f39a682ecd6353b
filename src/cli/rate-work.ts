import { hash } from 'node:crypto';
import { createRater } from '../engines/rating/rate.ts';
import { type Rounding, roundings } from '../engines/rating/rounding.ts';
import { checkJson, parseJson } from '../shared/check-json.ts';
import { AppError } from '../shared/errors.ts';
import { type PriceRules, priceRulesSchema } from '../shared/rating/price-rules.ts';
import type { RateResult } from '../shared/rating/rate-result.ts';
import { daySchema } from '../shared/time.ts';
import { readText } from './input-text.ts';
import { type InputFile, inputFile, requireFile } from './licences-input.ts';
import { readRateCard } from './rate-card-input.ts';
import { readUsage } from './rate-usage-input.ts';
import type { CommandIo } from './run-command.ts';

export interface RateCommandOptions {
  readonly rateCard: string;
  readonly usage: readonly string[];
  readonly priceRules?: string | undefined;
  readonly periodStart: string;
  readonly openSince?: string | undefined;
  readonly rounding: string;
}

const wrong = (option: string, found: string, expected: string): AppError =>
  new AppError('invalid_input', {
    detail: `${option}: found "${found}", expected ${expected}.`,
    fix: 'See "trimtab rate --help".',
  });

const startDayOf = (given: string): number => {
  if (!/^([1-9]|1\d|2[0-8])$/.test(given))
    throw wrong('--period-start', given, 'a day of the month from 1 to 28');
  return Number(given);
};

const roundingOf = (given: string): Rounding => {
  const rounding = roundings.find((each) => each === given);
  if (!rounding) throw wrong('--rounding', given, roundings.join(', '));
  return rounding;
};

const openSinceOf = (given: string): number => {
  if (!daySchema.safeParse(given).success) throw wrong('--open-since', given, 'a day such as 2026-06-01');
  return Date.parse(`${given}T00:00:00Z`);
};

const readPriceRules = async (file: InputFile): Promise<PriceRules> => {
  const given = parseJson(file.label, '$', await readText(file));
  return checkJson(
    file.label,
    '$',
    priceRulesSchema,
    given,
    'The schema is printed by "trimtab rate schema".',
  );
};

const incomplete =
  'trimtab: the last page of usage names a next one (links.next or nextLink), which was not given: usage may be missing.\n' +
  '  Save all pages, and give them in their order.\n';

/**
 * Rates usage by a rate card.
 *
 * @throws AppError `invalid_input` naming option, file and place; `unprocessable` where corrections exceed the usage
 */
export const rateFiles = async (options: RateCommandOptions, io: CommandIo): Promise<RateResult> => {
  const periodStart = startDayOf(options.periodStart);
  const rounding = roundingOf(options.rounding);
  const openSinceMs = options.openSince === undefined ? undefined : openSinceOf(options.openSince);
  const paths = [options.rateCard, ...options.usage, ...(options.priceRules ? [options.priceRules] : [])];
  if (paths.filter((path) => path === '-').length > 1) {
    throw wrong('standard input (-)', '-', 'to be named once: it can be read only once');
  }
  for (const path of paths) await requireFile(path, 'Check the path.');
  const open = (path: string): InputFile => inputFile(path, io.stdin);
  const card = await readRateCard(open(options.rateCard));
  const priceRules =
    options.priceRules === undefined ? undefined : await readPriceRules(open(options.priceRules));
  const rater = createRater({
    card,
    rounding,
    periodStart,
    digest: (record) => hash('sha256', record, 'binary'),
    ...(openSinceMs === undefined ? {} : { openSinceMs }),
    ...(priceRules === undefined ? {} : { priceRules }),
  });
  let isFollowed = false;
  for (const path of options.usage) isFollowed = await readUsage(open(path), (record) => rater.add(record));
  if (isFollowed) io.stderr.write(incomplete);
  return rater.finish();
};
