import { hash } from 'node:crypto';
import { findIdleNames, type IdleName } from '../engines/rating/idle-rules.ts';
import { createRater } from '../engines/rating/rate.ts';
import { type Rounding, roundings } from '../engines/rating/rounding.ts';
import { checkJson, parseJson, shown } from '../shared/check-json.ts';
import { AppError } from '../shared/errors.ts';
import { type PriceRules, priceRulesSchema } from '../shared/rating/price-rules.ts';
import type { RateResult } from '../shared/rating/rate-result.ts';
import { daySchema } from '../shared/time.ts';
import { fewOf, hint } from './hint.ts';
import { readText } from './input-text.ts';
import { type InputFile, inputFile, requireFile } from './licences-input.ts';
import { type ReadCard, readRateCard } from './rate-card-input.ts';
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

/** What terms and rules say that changes nothing is told: it may be a slip of the pen. */
const tellUnread = (label: string, { unread, known }: ReadCard, io: CommandIo): void => {
  if (unread.length === 0) return;
  hint(
    io,
    `${label}: found in offer terms what is not known here, and changes nothing: ${fewOf(unread)}.`,
    `Known in this shape are ${known.join(', ')}; what they do is in docs/rating.md.`,
  );
};

const tellIdle = (label: string, names: readonly IdleName[], io: CommandIo): void => {
  if (names.length === 0) return;
  const places = names.map(({ rule, field, name }) => `$.rules[${rule}].${field} (${shown(name)})`);
  hint(
    io,
    `${label}: price rules name what no rated line has, and price nothing: ${fewOf(places)}.`,
    'A customer is that of a subscription in "customers", a product is a meter id, a category is that of the rate card.',
  );
};

/** What was rated, and how the rate card names its meters, by id in lower case. */
export interface RatedFiles {
  readonly result: RateResult;
  readonly meterNames: ReadonlyMap<string, string>;
}

/**
 * Rates usage by a rate card.
 *
 * @throws AppError `invalid_input` naming option, file and place; `unprocessable` where corrections exceed the usage
 */
export const rateFiles = async (options: RateCommandOptions, io: CommandIo): Promise<RatedFiles> => {
  const periodStart = startDayOf(options.periodStart);
  const rounding = roundingOf(options.rounding);
  const openSinceMs = options.openSince === undefined ? undefined : openSinceOf(options.openSince);
  const paths = [options.rateCard, ...options.usage, ...(options.priceRules ? [options.priceRules] : [])];
  if (paths.filter((path) => path === '-').length > 1) {
    throw wrong('standard input (-)', '-', 'to be named once: it can be read only once');
  }
  for (const path of paths) await requireFile(path, 'Check the path.');
  const open = (path: string): InputFile => inputFile(path, io.stdin);
  const cardFile = open(options.rateCard);
  const read = await readRateCard(cardFile);
  const { card, meterNames } = read;
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
  const result = rater.finish();
  if (isFollowed) {
    hint(
      io,
      'the last page of usage names a next one (links.next or nextLink), which was not given: usage may be missing.',
      'Save all pages, and give them in their order.',
    );
  }
  tellUnread(cardFile.label, read, io);
  if (priceRules !== undefined && options.priceRules !== undefined)
    tellIdle(open(options.priceRules).label, findIdleNames(priceRules, card, result.lines), io);
  return { result, meterNames };
};
