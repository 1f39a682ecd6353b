import { sql } from 'kysely';
import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import { referencePrices } from '../../../engines/licences/catalogue/shipped.ts';
import type { Change, OrganisationContext } from '../../../platform/http/context.ts';
import { organisationRoute, type Route } from '../../../platform/http/route.ts';
import type { Queue } from '../../../platform/jobs/queue.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { AppError, notFound } from '../../../shared/errors.ts';
import type { NewId } from '../../../shared/ids.ts';
import * as contract from '../../../shared/licences/contract.ts';
import { Exact } from '../../../shared/money.ts';
import { storableText } from '../../../shared/storable-text.ts';
import type { Clock } from '../../../shared/time.ts';
import { judgeAllAgain } from '../judge/judge-job.ts';
import { effectivePrices } from './effective-prices.ts';
import { createSkuNames, type OwnSku, presentPrices, type SkuNames } from './present-price.ts';
import * as repo from './price-repo.ts';
import { readPriceFile } from './read-price-file.ts';

export interface PriceRoutesOptions {
  readonly queue: Pick<Queue, 'enqueue'>;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Prices of an organisation: listing, setting, importing and removing them. Each change judges anew at once. */
export const priceRoutes = (options: PriceRoutesOptions): Route[] => [
  listRoute(options),
  setRoute(options),
  importRoute(options),
  removeRoute(options),
];

/** SKUs of connected tenants, those that are paid for with their seats. */
const listOwnSkus = async (tx: Tx): Promise<readonly OwnSku[]> => {
  const { rows } = await sql<OwnSku>`
    select sku_id, part_number, max(name) as name,
      coalesce(sum(bought) filter (where standing in ('paid', 'excluded')), 0)::int as seats
    from licence_sku group by sku_id, part_number order by part_number, sku_id`.execute(tx);
  return rows;
};

const readAll = async (tx: Tx, catalogue: Catalogue) => {
  const rows = await repo.listPriceRows(tx);
  const own = await listOwnSkus(tx);
  const people = await repo.namesOf(
    tx,
    rows.map(({ changedBy }) => changedBy),
  );
  return { rows, own, nameOf: createSkuNames(catalogue, own), people };
};

const listRoute = ({ catalogue }: PriceRoutesOptions): Route =>
  organisationRoute(contract.listPrices, async (context) => {
    const { rows, own, nameOf, people } = await context.read((tx) => readAll(tx, catalogue));
    const prices = effectivePrices(rows);
    const { currency, validFrom, note } = referencePrices;
    return {
      prices: presentPrices(rows, nameOf, people),
      reference: { currency, date: validFrom, note },
      unpriced: own
        .filter(({ seats, partNumber, skuId }) => seats > 0 && !prices.find(partNumber, skuId))
        .map(({ partNumber, name, seats }) => ({ skuPartNumber: partNumber, name, seats })),
    };
  });

const judgeAgain = (options: PriceRoutesOptions, context: OrganisationContext, change: Change) =>
  judgeAllAgain(options.queue, change, {
    organisationId: context.organisationId,
    createdBy: context.personId ?? null,
  });

const auditedPrice = (row: repo.PriceRow | undefined) =>
  row && { currency: row.currency, monthlyPrice: row.monthlyPrice, termEndDate: row.termEndDate };

/** A price for a SKU that nobody knows would count nowhere: more likely the name is mistyped. */
const requireSku = async (tx: Tx, catalogue: Catalogue, skuPartNumber: string): Promise<void> => {
  const nameOf = createSkuNames(catalogue, await listOwnSkus(tx));
  if (nameOf(skuPartNumber)) return;
  throw new AppError('not_found', {
    detail: `No SKU "${skuPartNumber}": neither the catalogue nor a connected tenant has it.`,
    fix: 'Give the part number, such as SPE_E3, or the id of the SKU.',
  });
};

const setRoute = (options: PriceRoutesOptions): Route =>
  organisationRoute(contract.setPrice, (context, { params, body }) =>
    context.change(async (change) => {
      const { tx } = change;
      const { organisationId } = context;
      const skuPartNumber = storableText(params.skuPartNumber);
      await repo.lockPrices(tx, organisationId);
      await requireSku(tx, options.catalogue, skuPartNumber);
      const before = await repo.findPriceOf(tx, 'contract', skuPartNumber);
      const row: repo.PriceRow = {
        ...body,
        id: before?.id ?? options.newId(),
        source: 'contract',
        skuPartNumber,
        monthlyPrice: new Exact(body.monthlyPrice).toFixed(),
        changedAt: options.clock.now(),
        changedBy: context.personId ?? null,
      };
      if (before) await repo.deletePrice(tx, before.id);
      await repo.insertPrices(tx, organisationId, [row]);
      await judgeAgain(options, context, change);
      const { nameOf, people } = await readAll(tx, options.catalogue);
      const after = auditedPrice(row);
      const entry = { action: 'licence-price.set', target: targetOf(row), ...(after ? { after } : {}) };
      const earlier = auditedPrice(before);
      await change.audit(earlier ? { ...entry, before: earlier } : entry);
      const [price] = presentPrices([row], nameOf, people);
      if (!price) throw notFound('price');
      return price;
    }),
  );

const targetOf = ({ id, skuPartNumber }: repo.PriceRow) => ({
  kind: 'licence-price',
  id,
  label: skuPartNumber.slice(0, 200),
});

/** As many as the answer names. */
const mostUnknown = 1000;

const unknownOf = (nameOf: SkuNames, rows: readonly { readonly sku: string }[]): string[] =>
  rows.flatMap(({ sku }) => (nameOf(sku) ? [] : [sku])).slice(0, mostUnknown);

const importRoute = (options: PriceRoutesOptions): Route =>
  organisationRoute(contract.importPrices, async (context, { body }) => {
    const { source } = body;
    const list = await readPriceFile(body.fileName, body.csv);
    return context.change(async (change) => {
      const { tx } = change;
      const { organisationId } = context;
      await repo.lockPrices(tx, organisationId);
      const replaced = await repo.deletePricesOf(tx, source);
      const changedAt = options.clock.now();
      const changedBy = context.personId ?? null;
      const prices = await repo.insertPrices(
        tx,
        organisationId,
        list.map(({ sku, row, ...price }) => ({
          ...price,
          ...{ id: options.newId(), source, changedAt, changedBy, skuPartNumber: storableText(sku) },
        })),
      );
      await judgeAgain(options, context, change);
      const { nameOf } = await readAll(tx, options.catalogue);
      await change.audit({ action: 'licence-price.imported', after: { source, prices, replaced } });
      return { prices, replaced, unknownSkus: unknownOf(nameOf, list) };
    });
  });

const removeRoute = (options: PriceRoutesOptions): Route =>
  organisationRoute(contract.removePrice, async (context, { params }) => {
    await context.change(async (change) => {
      const { tx } = change;
      await repo.lockPrices(tx, context.organisationId);
      const row = await repo.findPrice(tx, params.priceId);
      if (!row) throw notFound('price');
      await repo.deletePrice(tx, row.id);
      await judgeAgain(options, context, change);
      const before = auditedPrice(row);
      await change.audit({
        action: 'licence-price.removed',
        target: targetOf(row),
        ...(before ? { before } : {}),
      });
    });
    return undefined;
  });
