import type { TFunction } from 'i18next';
import { z } from 'zod';
import type { MixClass, MixResult } from '../../../../shared/licences/mix-result.ts';
import { Exact, formatDecimal } from '../../../../shared/money.ts';

/** A class with its place in the result, by which the address names it. */
export interface ClassRow extends MixClass {
  readonly place: number;
  readonly monthlySaving: string;
}

/** The classes, what saves most first; those that stay as they are at the end. */
export const classRows = ({ classes }: MixResult): readonly ClassRow[] =>
  classes
    .map((each, place) => ({
      ...each,
      place,
      monthlySaving: formatDecimal(new Exact(each.monthlyFrom).sub(each.monthlyTo)),
    }))
    .sort((a, b) => new Exact(b.monthlySaving).comparedTo(a.monthlySaving) || b.users - a.users);

/** Whether a class keeps what it has. */
export const isUnchanged = ({ from, to }: MixClass): boolean =>
  [...from].sort().join() === [...to].sort().join();

const keyOfWord = (word: string): string =>
  word
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** What a class needs, in the reader's language: the engine writes it in a few fixed words. */
export const summaryText = (summary: string, t: TFunction<'licences'>): string => {
  const word = (text: string) => t(`mixWord.${keyOfWord(text)}`, { defaultValue: text });
  const whole = keyOfWord(summary);
  const written = t(`mixWord.${whole}`, { defaultValue: '' });
  if (written !== '') return written;
  return summary
    .split('; ')
    .map((part) => part.split(', ').map(word).join(', '))
    .join('; ');
};

/** The part of the policy that the page changes; the rest of the document is kept as it is. */
export const mixSwitchesSchema = z.object({
  keepSecurity: z.boolean().catch(true).default(true),
  keepUnknown: z.boolean().catch(true).default(true),
  keepExtras: z.boolean().catch(false).default(false),
  inactive: z.enum(['keep', 'release']).catch('keep').default('keep'),
  businessSeatLimit: z.int().min(0).nullable().catch(300).default(300),
});
export type MixSwitches = z.output<typeof mixSwitchesSchema>;

/** What a switch that is on costs a month; undefined where the result does not say. */
export const priceOfChoice = (
  { choices }: Pick<MixResult, 'choices'>,
  choice: string,
): { readonly now: string | null; readonly later: string | null } | undefined => {
  const found = choices.find((each) => each.choice === choice);
  return found === undefined ? undefined : { now: found.monthlyPrice, later: found.monthlyPriceUncommitted };
};

/** Only what changes is worth a pair of bars; what most is paid for first. */
export const pairedSkus = ({ skus }: MixResult): MixResult['skus'] =>
  skus
    .filter(({ seatsBefore, seatsAfter }) => seatsBefore > 0 || seatsAfter > 0)
    .sort((a, b) =>
      Exact.max(b.monthlyBefore, b.monthlyAfter).comparedTo(Exact.max(a.monthlyBefore, a.monthlyAfter)),
    );

/** What the mix costs once the last commitment is over; undefined where none runs. */
export const lastStep = ({ steps }: Pick<MixResult, 'steps'>): MixResult['steps'][number] | undefined =>
  steps.toSorted((a, b) => (a.from < b.from ? -1 : 1)).at(-1);

/** The months' savings of each kind, added up within the kind: kinds are never added together. */
export const savingOfKind = (
  { savings }: Pick<MixResult, 'savings'>,
  kind: MixResult['savings'][number]['kind'],
): { readonly amount: string; readonly parts: MixResult['savings'] } => {
  const parts = savings.filter((each) => each.kind === kind).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return {
    amount: formatDecimal(parts.reduce((sum, { monthlySaving }) => sum.add(monthlySaving), new Exact(0))),
    parts,
  };
};
