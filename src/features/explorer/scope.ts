import type { OrganisationContext } from '../../platform/http/context.ts';
import type { Period } from '../../shared/explorer/period.ts';
import type { ChargesOf } from '../../shared/explorer/question.ts';
import { formatInstant } from '../../shared/time.ts';
import {
  type ChargeFiles,
  currenciesOf,
  dataThrough,
  filesWithin,
  type LiveFiles,
  type Span,
} from './charge-files.ts';
import type { ChargeScope } from './cost-questions.ts';

/** What the explorer needs of a request. */
export type Asker = Pick<OrganisationContext, 'organisationId' | 'read' | 'signal'>;

/** Which charges a question reads, and what its answer says about where it comes from. */
export interface Scoped {
  /** Undefined when no file can hold such a charge: the answer is known without asking. */
  readonly scope: ChargeScope | undefined;
  readonly source: {
    readonly currency: string | null;
    readonly currencies: string[];
    readonly dataThrough: string | null;
    readonly rowsScanned: number;
    readonly generation: string;
  };
}

export const spanOf = (period: Period): Span => ({ from: new Date(period.from), to: new Date(period.to) });

/** Chooses the files by period and currency before a query sees them. */
export const scopeOf = (
  live: LiveFiles,
  input: Pick<ChargesOf, 'filter' | 'currency'>,
  spans: readonly Span[],
): Scoped => {
  const within = filesWithin(live.files, spans);
  const currencies = currenciesOf(within);
  const currency = input.currency ?? currencies[0];
  const files = within
    .filter((file) => currency !== undefined && file.currencies.includes(currency))
    // Places of charge lines name files by their position.
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const through = dataThrough(live.files);
  return {
    scope:
      currency === undefined || files.length === 0
        ? undefined
        : { paths: files.map((file) => file.path), spans, currency, filters: input.filter },
    source: {
      currency: currency ?? null,
      currencies: [...currencies],
      dataThrough: through === undefined ? null : formatInstant(through),
      rowsScanned: files.reduce((rows, file) => rows + file.rows, 0),
      generation: live.generation,
    },
  };
};

const isVanishedFile = (error: unknown): boolean =>
  error instanceof Error && /^IO Error: (No files found|Cannot open file)/.test(error.message);

/**
 * Resolves the manifest once, in a transaction that ends before any query, and works with it. When a file was
 * replaced and removed in between, the work is done once more with the manifest that replaced it.
 */
export const withLiveFiles =
  (chargeFiles: ChargeFiles) =>
  async <T>(asker: Asker, work: (live: LiveFiles) => Promise<T>): Promise<T> => {
    const resolve = () => asker.read((tx) => chargeFiles.live(tx, asker.organisationId));
    const live = await resolve();
    try {
      return await work(live);
    } catch (error) {
      if (!isVanishedFile(error)) throw error;
      const later = await resolve();
      if (later.generation === live.generation) throw error;
      return work(later);
    }
  };
