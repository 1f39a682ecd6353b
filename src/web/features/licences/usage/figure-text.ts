import type { TFunction } from 'i18next';
import type { Formats } from '../../../ui/format/formats.ts';
import type { Workload } from './usage-data.ts';

/** "Post Messages" as "Post messages": Microsoft's columns are titles. */
const inSentenceCase = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1).toLowerCase();

/** A column of one of Microsoft's reports in words; its own name where this console knows none. */
export const figureText = (name: string, t: TFunction<'licences'>): string =>
  t(`figure.${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`, { defaultValue: inSentenceCase(name) });

/** Columns of the report of apps that say of each user whether an app or a platform was used. */
const appColumn =
  /^(windows|mac|mobile|web|(outlook|word|excel|powerpoint|onenote|teams)( \((windows|mac|mobile|web)\))?)$/i;

interface FigureWords {
  readonly name: string;
  /** What the value is, in words. */
  readonly term: string;
  readonly value: string;
}

/**
 * A figure of a report in words: how much of something each active user did; of apps, which share of the active users
 * has used it. The report of apps looks further back than activity does, so that more may have used an app than are
 * active: then no share is said.
 */
export const figureWords = (
  { name, perActiveUser }: Pick<Workload['figures'][number], 'name' | 'perActiveUser'>,
  t: TFunction<'licences'>,
  formats: Pick<Formats, 'percent' | 'quantity'>,
): readonly FigureWords[] => {
  if (perActiveUser === null) return [];
  if (!appColumn.test(name)) {
    const term = t('licences:usage.perUser', { figure: figureText(name, t) });
    return [{ name, term, value: formats.quantity(String(perActiveUser)).text }];
  }
  if (perActiveUser > 1) return [];
  return [
    {
      name,
      term: t('licences:usage.usesApp', { app: name }),
      value: formats.percent(String(perActiveUser)).text,
    },
  ];
};
