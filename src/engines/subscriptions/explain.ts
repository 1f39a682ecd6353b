import type { Quote, SentencePart } from '../../shared/subscriptions/quote.ts';

type Unexplained = Omit<Quote, 'explanation'>;

const refusalPart = ({ refusal }: Unexplained): readonly SentencePart[] =>
  refusal === null
    ? []
    : [
        {
          says: `refused.${refusal.reason}`,
          values: { ...(refusal.seatsNow === null ? {} : { seatsNow: refusal.seatsNow }) },
        },
        ...(refusal.earliest === null ? [] : [{ says: 'earliest', values: { on: refusal.earliest } }]),
      ];

const moneyParts = (quote: Unexplained): readonly SentencePart[] => {
  const { lines, dueNow, untilTermEnd, currency, termEnd } = quote;
  if (lines.length === 0) return [];
  const to = lines.at(-1)?.to;
  const now = { says: 'dueNow', values: { amount: dueNow, currency, ...(to ? { to } : {}) } };
  if (termEnd === null || untilTermEnd === dueNow) return [now];
  return [now, { says: 'untilTermEnd', values: { amount: untilTermEnd, currency, termEnd } }];
};

const renewalParts = ({ renewal, currency, termEnd }: Unexplained): readonly SentencePart[] =>
  renewal
    .filter(({ isDefault }) => isDefault)
    .map(({ path, seats, firstCharge }) => ({
      says: firstCharge === null ? `then.${path}.unpriced` : `then.${path}`,
      values: {
        seats,
        currency,
        ...(termEnd === null ? {} : { on: termEnd }),
        ...(firstCharge === null ? {} : { amount: firstCharge }),
      },
    }));

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
