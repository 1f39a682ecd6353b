import { z } from 'zod';
import {
  findContradiction,
  type MeterRate,
  type OfferTerm,
  type RateCard,
  type Tier,
} from '../engines/rating/rate-card.ts';
import { checkJson } from '../shared/check-json.ts';
import { inputError } from '../shared/input-error.ts';
import { currencySchema } from '../shared/money.ts';
import { Wide } from '../shared/wide-decimal.ts';

import { readExactJson } from './exact-json.ts';
import type { InputFile } from './licences-input.ts';
import { decimalPattern, isDecimal, isOfSensibleSize, rateDecimal, sensibleSize } from './rate-decimal.ts';
import { momentSchema } from './rate-moment.ts';

const positive = z.string().refine((text) => !new Wide(text).lt(0), 'a number that is not negative');
const notNegative = rateDecimal.pipe(positive);
const id = z.string().trim().min(1).max(400);
const name = z.string().max(1000).nullish();
/** Azure Commerce names none where the request named it. */
const currency = z
  .literal('')
  .transform(() => null)
  .or(currencySchema)
  .nullish();
const ids = z.array(z.string().max(400)).max(100_000).nullish();

const boundSchema = z
  .string()
  .max(100)
  .regex(decimalPattern, 'a decimal number as lower bound')
  .refine((text) => !isDecimal(text) || isOfSensibleSize(text), sensibleSize);

/** Values by the lower bound that each counts from. */
const byBound = <V extends z.ZodType>(value: V) =>
  z
    .record(boundSchema, value)
    .refine((tiers) => Object.keys(tiers).every((bound) => !new Wide(bound).lt(0)), 'no bound below 0')
    .refine(
      (tiers) =>
        new Set(Object.keys(tiers).map((bound) => new Wide(bound).toString())).size ===
        Object.keys(tiers).length,
      'each bound once',
    );

const ratesSchema = byBound(rateDecimal).refine(
  (rates) => Object.keys(rates).some((bound) => new Wide(bound).isZero()),
  'a rate that begins at "0"',
);

const fraction = rateDecimal.pipe(
  z.string().refine((text) => new Wide(text).gte(0) && new Wide(text).lte(1), 'a fraction from 0 to 1'),
);

const partnerTermSchema = z.looseObject({
  name,
  discount: fraction.nullish(),
  excludedMeterIds: ids,
  effectiveDate: momentSchema.nullish(),
});

/** Partner Center, `GET /v1/ratecards/azure`. */
const partnerCardSchema = z.looseObject({
  currency,
  meters: z.array(
    z.looseObject({
      id,
      name,
      category: name,
      rates: ratesSchema,
      includedQuantity: notNegative.nullish(),
      effectiveDate: momentSchema.nullish(),
      tags: z.array(z.string().max(400)).max(1000).nullish(),
    }),
  ),
  offerTerms: z.array(partnerTermSchema).nullish(),
});

const commerceTermSchema = z.looseObject({
  Name: name,
  EffectiveDate: momentSchema.nullish(),
  ExcludedMeterIds: ids,
  Credit: notNegative.nullish(),
  TieredDiscount: byBound(fraction).nullish(),
  RecurringCharge: notNegative.nullish(),
  Amount: notNegative.nullish(),
});

/** Azure Commerce, `RateCard`. */
const commerceCardSchema = z.looseObject({
  Currency: currency,
  Meters: z.array(
    z.looseObject({
      MeterId: id,
      MeterName: name,
      MeterCategory: name,
      MeterRates: ratesSchema,
      IncludedQuantity: notNegative.nullish(),
      EffectiveDate: momentSchema.nullish(),
      MeterTags: z.array(z.string().max(400)).max(1000).nullish(),
    }),
  ),
  OfferTerms: z.array(commerceTermSchema).nullish(),
});

const tiersOf = (rates: Readonly<Record<string, string>>): readonly Tier[] =>
  Object.entries(rates)
    .map(([from, rate]) => ({ from: new Wide(from), rate: new Wide(rate) }))
    .sort((a, b) => a.from.comparedTo(b.from));

const thirdParty = /^third[ -]?party$/i;

const meterOf = (given: {
  readonly meterId: string;
  readonly category: string | null | undefined;
  readonly rates: Readonly<Record<string, string>>;
  readonly included: string | null | undefined;
  readonly effectiveMs: number | null | undefined;
  readonly tags: readonly string[] | null | undefined;
}): MeterRate => ({
  meterId: given.meterId,
  category: given.category ?? '',
  effectiveMs: given.effectiveMs ?? Number.NEGATIVE_INFINITY,
  includedQuantity: new Wide(given.included ?? 0),
  tiers: tiersOf(given.rates),
  isThirdParty: (given.tags ?? []).some((tag) => thirdParty.test(tag.trim())),
});

const baseOf = (effectiveMs: number | null | undefined, excluded: readonly string[] | null | undefined) => ({
  effectiveMs: effectiveMs ?? Number.NEGATIVE_INFINITY,
  excludedMeterIds: new Set((excluded ?? []).map((meterId) => meterId.toLowerCase())),
});

type PartnerCard = z.output<typeof partnerCardSchema>;
type CommerceCard = z.output<typeof commerceCardSchema>;

const fromPartnerCenter = (card: PartnerCard): RateCard => ({
  currency: card.currency ?? null,
  meters: card.meters.map((meter) =>
    meterOf({
      meterId: meter.id,
      category: meter.category,
      rates: meter.rates,
      included: meter.includedQuantity,
      effectiveMs: meter.effectiveDate,
      tags: meter.tags,
    }),
  ),
  terms: (card.offerTerms ?? []).flatMap((term): OfferTerm[] =>
    term.discount == null
      ? []
      : [
          {
            kind: 'discount',
            fraction: new Wide(term.discount),
            ...baseOf(term.effectiveDate, term.excludedMeterIds),
          },
        ],
  ),
});

const termsOf = (term: NonNullable<CommerceCard['OfferTerms']>[number]): OfferTerm[] => {
  const base = baseOf(term.EffectiveDate, term.ExcludedMeterIds);
  const recurring = term.RecurringCharge ?? term.Amount;
  return [
    ...(term.Credit == null ? [] : [{ kind: 'credit' as const, credit: new Wide(term.Credit), ...base }]),
    ...(term.TieredDiscount == null
      ? []
      : [{ kind: 'commitment' as const, discounts: tiersOf(term.TieredDiscount), ...base }]),
    ...(recurring == null ? [] : [{ kind: 'recurring' as const, amount: new Wide(recurring), ...base }]),
  ];
};

const fromCommerce = (card: CommerceCard): RateCard => ({
  currency: card.Currency ?? null,
  meters: card.Meters.map((meter) =>
    meterOf({
      meterId: meter.MeterId,
      category: meter.MeterCategory,
      rates: meter.MeterRates,
      included: meter.IncludedQuantity,
      effectiveMs: meter.EffectiveDate,
      tags: meter.MeterTags,
    }),
  ),
  terms: (card.OfferTerms ?? []).flatMap(termsOf),
});

const fix =
  'Save the answer of Partner Center (ratecards/azure) or of Azure Commerce (RateCard) as it comes.';

/** A rate card, and what a person is told beside it. */
export interface ReadCard {
  readonly card: RateCard;
  /** By meter id in lower case. */
  readonly meterNames: ReadonlyMap<string, string>;
  /** JSON paths of what offer terms say that no rule of rating knows, and the names that it does know. */
  readonly unread: readonly string[];
  readonly known: readonly string[];
}

const namesOf = (
  meters: readonly { readonly id: string; readonly name: string | null | undefined }[],
): ReadonlyMap<string, string> =>
  new Map(
    meters.flatMap(({ id: meter, name: given }) => {
      const text = given?.trim() ?? '';
      return text === '' ? [] : [[meter.toLowerCase(), text] as const];
    }),
  );

/** What answers carry beside the terms: it takes nothing off, and nobody expects it to. */
const aside = ['attributes', 'links'];

const unreadOf = (
  list: string,
  known: readonly string[],
  terms: readonly Readonly<Record<string, unknown>>[] | null | undefined,
): readonly string[] =>
  (terms ?? []).flatMap((term, index) =>
    Object.entries(term)
      .filter(([key, value]) => value !== null && !known.includes(key) && !aside.includes(key))
      .map(([key]) => `$.${list}[${index}].${key}`),
  );

/** A card cannot say two things of one meter. */
const requireConsistent = (label: string, list: string, card: RateCard): void => {
  const found = findContradiction(card.meters);
  if (found === undefined) return;
  const problem = `found other rates of this meter than $.${list}[${found.first}] has, from the same moment on.`;
  throw inputError(label, `$.${list}[${found.second}]`, problem, 'Keep one of them.');
};

const readCommerce = (label: string, given: unknown): ReadCard => {
  const said = checkJson(label, '$', commerceCardSchema, given, fix);
  const card = fromCommerce(said);
  requireConsistent(label, 'Meters', card);
  const known = Object.keys(commerceTermSchema.shape);
  return {
    card,
    meterNames: namesOf(said.Meters.map(({ MeterId, MeterName }) => ({ id: MeterId, name: MeterName }))),
    unread: unreadOf('OfferTerms', known, said.OfferTerms),
    known,
  };
};

const readPartnerCenter = (label: string, given: unknown): ReadCard => {
  const said = checkJson(label, '$', partnerCardSchema, given, fix);
  const card = fromPartnerCenter(said);
  requireConsistent(label, 'meters', card);
  const known = Object.keys(partnerTermSchema.shape);
  return {
    card,
    meterNames: namesOf(said.meters.map((meter) => ({ id: meter.id, name: meter.name }))),
    unread: unreadOf('offerTerms', known, said.offerTerms),
    known,
  };
};

/**
 * Reads a rate card in the shape of Partner Center or of Azure Commerce.
 *
 * @throws AppError `invalid_input` naming file and JSON path
 */
export const readRateCard = async (file: InputFile): Promise<ReadCard> => {
  const { label } = file;
  const given = await readExactJson(file);
  const isRecord = typeof given === 'object' && given !== null && !Array.isArray(given);
  if (isRecord && 'Meters' in given) return readCommerce(label, given);
  if (isRecord && 'meters' in given) return readPartnerCenter(label, given);
  throw inputError(label, '$', 'found no "meters" and no "Meters", expected a rate card.', fix);
};
