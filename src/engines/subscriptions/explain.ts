import type { Quote, SentencePart } from '../../shared/subscriptions/quote.ts';

type Unexplained = Omit<Quote, 'explanation'>;

/** Fewer seats than may go now can still go at renewal; where there is no term, never. */
const isReductionForRenewal = ({ seatsNow, earliest }: NonNullable<Quote['refusal']>): boolean =>
  seatsNow !== null && earliest !== null;

const refusalPart = ({ refusal }: Unexplained): readonly SentencePart[] =>
  refusal === null
    ? []
    : [
        {
          says: `refused.${refusal.reason}`,
          values: { ...(refusal.seatsNow === null ? {} : { seatsNow: refusal.seatsNow }) },
        },
        ...(refusal.earliest === null ? [] : [{ says: 'earliest', values: { on: refusal.earliest } }]),
        ...(isReductionForRenewal(refusal) ? [{ says: 'reduceAtRenewal', values: {} }] : []),
      ];

const moneyParts = (quote: Unexplained): readonly SentencePart[] => {
  const { lines, dueNow, untilTermEnd, currency, termEnd } = quote;
  if (lines.length === 0) return [];
  const to = lines.at(-1)?.to;
  const now = { says: 'dueNow', values: { amount: dueNow, currency, ...(to ? { to } : {}) } };
  if (termEnd === null || untilTermEnd === dueNow) return [now];
  return [now, { says: 'untilTermEnd', values: { amount: untilTermEnd, currency, termEnd } }];
};

/** Two subscriptions, as after an upgrade of some seats, are told apart by their product. */
const renewalParts = ({ renewal, currency }: Unexplained): readonly SentencePart[] => {
  const defaults = renewal.filter(({ isDefault }) => isDefault);
  return defaults.map(({ path, product, seats, on, firstCharge, isPriceAssumed }) => ({
    says: firstCharge === null ? `then.${path}.unpriced` : `then.${path}`,
    values: {
      seats,
      currency,
      on,
      ...(defaults.length > 1 ? { product } : {}),
      ...(firstCharge === null ? {} : { amount: firstCharge }),
      ...(isPriceAssumed ? { price: 'present' } : {}),
    },
  }));
};

/** Why, how much, until when, and what comes then: the sentence of a quote in its parts. */
export const explain = (quote: Unexplained, says: readonly SentencePart[]): readonly SentencePart[] => {
  const [head, ...rest] = says;
  return [
    ...refusalPart(quote),
    ...(head ? [head] : []),
    ...moneyParts(quote),
    ...rest,
    ...(quote.deletesScheduledChange ? [{ says: 'deletesScheduledChange', values: {} }] : []),
    ...renewalParts(quote),
  ];
};
