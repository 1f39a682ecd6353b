import { createHash } from 'node:crypto';
import type { Account } from '../accounts.ts';
import { dayText } from '../calendar.ts';
import type { EmulatedGroup } from '../entities.ts';
import type { ReportPeriod } from '../interface.ts';
import { createDraw } from '../random.ts';
import { skuOf } from '../skus.ts';
import type { Cell } from './csv.ts';

/** Microsoft 365 usage reports lag 48 to 72 hours. */
export const lagDays = 2;

/** A user as reports know them; somebody who was deleted is no account of the directory any more. */
export interface Subject {
  readonly account: Account;
  readonly userPrincipalName: string;
  readonly deletedDay: number | null;
}

/** What every row is made from. */
export interface ReportContext {
  readonly seed: number;
  readonly tenantId: string;
  readonly displayName: string;
  readonly domain: string;
  readonly asOfDay: number;
  readonly refreshDate: string;
  readonly periodDays: number;
  readonly subjects: readonly Subject[];
  readonly groups: readonly EmulatedGroup[];
  /** A name of a person, group or site: itself, or its hash where names are concealed. */
  readonly name: (text: string) => string;
  /** The day of something done so many days before the tenant's day. */
  readonly date: (days: number | null) => string | null;
  /** Whether the period of the report has it. */
  readonly isWithin: (days: number | null) => boolean;
}

/**
 * The hash that stands for a name (displayConcealedNames): 32 hexadecimal digits in capitals, the same for the same
 * name in every report of the tenant.
 */
const concealedName = (tenantId: string, text: string): string =>
  createHash('md5').update(`${tenantId}\n${text.toLowerCase()}`).digest('hex').toUpperCase();

type Facts = Pick<
  ReportContext,
  'seed' | 'tenantId' | 'displayName' | 'domain' | 'asOfDay' | 'subjects' | 'groups'
>;

export const createReportContext = (
  facts: Facts,
  period: ReportPeriod,
  isConcealed: boolean,
): ReportContext => {
  const periodDays = Number(period.slice(1));
  return {
    ...facts,
    periodDays,
    refreshDate: dayText(facts.asOfDay - lagDays),
    name: (text) => (isConcealed && text !== '' ? concealedName(facts.tenantId, text) : text),
    date: (days) => (days === null ? null : dayText(facts.asOfDay - days)),
    isWithin: (days) => days !== null && days - lagDays < periodDays,
  };
};

const longestDays = 180;

/** A count of 180 days in the report's period: none where the last time lies before it, at least one otherwise. */
export const countWithin = (context: ReportContext, total: number, lastDays: number | null): number => {
  if (total === 0 || !context.isWithin(lastDays)) return 0;
  return Math.max(1, Math.round((total * context.periodDays) / longestDays));
};

/** Numbers of a subject for one report, the same whenever it is read. */
export const drawFor = (context: ReportContext, { account }: Subject, report: string) =>
  createDraw(context.seed, report, account.place);

const products = new Map<string, string>();

/** `Assigned Products`: product names in capitals, joined by `+`. */
export const assignedProducts = ({ account }: Subject): string => {
  const key = account.heldSkus.join('+');
  const known =
    products.get(key) ?? account.heldSkus.map((partNumber) => skuOf(partNumber).name.toUpperCase()).join('+');
  products.set(key, known);
  return known;
};

/** The cells of `Is Deleted` and `Deleted Date`. */
export const deletion = ({ deletedDay }: Subject): readonly [string, Cell] => [
  deletedDay === null ? 'False' : 'True',
  deletedDay === null ? null : dayText(deletedDay),
];

/** The day since which a subject has licences, as reports tell it. */
export const assignedDate = (context: ReportContext, { account }: Subject): string | null => {
  const [first] = account.user.licenseAssignmentStates;
  return first ? first.lastUpdatedDateTime.slice(0, 10) : context.date(account.ageDays);
};

/** A report: its documented header, and its rows. */
export interface Report {
  readonly header: readonly string[];
  rows(context: ReportContext): Iterable<readonly Cell[]>;
}

/** A report with at most one row for each user whom it covers. */
export const perUser = (
  header: string,
  covers: (subject: Subject) => boolean,
  row: (context: ReportContext, subject: Subject) => readonly Cell[],
): Report => ({
  header: header.split(','),
  *rows(context) {
    for (const subject of context.subjects) if (covers(subject)) yield row(context, subject);
  },
});

/** Reports that cannot say that a user was deleted do not list such users. */
export const isThere = ({ deletedDay }: Subject): boolean => deletedDay === null;
