import type { ExportColumn, ExportRow, ExportTable } from '../../platform/export/table.ts';
import { dimensionLabels } from '../../shared/explorer/dimensions.ts';
import type { ChargesOf } from '../../shared/explorer/question.ts';
import type { LiveFiles } from './charge-files.ts';
import type { CostQuestions } from './cost-questions.ts';
import { presentCharge, presentResource } from './present.ts';
import { scopeOf, spanOf } from './scope.ts';

const number = (header: string): ExportColumn => ({ header, kind: 'number' });
const text = (header: string): ExportColumn => ({ header, kind: 'text' });
const instant = (header: string): ExportColumn => ({ header, kind: 'instant' });

/** All resources of a question, largest cost first. */
export const resourcesTable = (
  questions: Pick<CostQuestions, 'streamResources'>,
  live: LiveFiles,
  query: ChargesOf,
  signal: AbortSignal,
): ExportTable => {
  const { scope, source } = scopeOf(live, query, [spanOf(query)]);
  const batches = async function* (): AsyncGenerator<readonly ExportRow[]> {
    if (!scope) return;
    for await (const rows of questions.streamResources({ scope, cost: query.cost }, signal)) {
      yield rows.map((row) => {
        const resource = presentResource(row);
        const texts = resourceTexts.map(([field]) => resource[field]);
        const { total, firstCharge, lastCharge } = resource;
        return [...texts, source.currency, total, firstCharge, lastCharge, String(resource.rows)];
      });
    }
  };
  const columns = [
    ...resourceTexts.map(([, name]) => text(dimensionLabels[name])),
    text('Currency'),
    number('Total'),
    instant('First charge'),
    instant('Last charge ends'),
    number('Charges'),
  ];
  return { name: 'Resources', columns, batches: batches() };
};

const resourceTexts = [
  ['providerName', 'ProviderName'],
  ['resourceId', 'ResourceId'],
  ['resourceName', 'ResourceName'],
  ['resourceType', 'ResourceType'],
  ['serviceName', 'ServiceName'],
  ['subAccountId', 'SubAccountId'],
  ['subAccountName', 'SubAccountName'],
  ['regionId', 'RegionId'],
] as const;

const instants = ['chargePeriodStart', 'chargePeriodEnd', 'billingPeriodStart'] as const;
const numbers = [
  'pricingQuantity',
  'listUnitPrice',
  'contractedUnitPrice',
  'consumedQuantity',
  'billedCost',
  'effectiveCost',
  'listCost',
  'contractedCost',
] as const;
const texts = [
  'billingCurrency',
  'chargeCategory',
  'chargeClass',
  'chargeDescription',
  'chargeFrequency',
  'providerName',
  'serviceName',
  'subAccountId',
  'subAccountName',
  'regionId',
  'resourceId',
  'resourceName',
  'skuId',
  'skuPriceId',
  'pricingCategory',
  'pricingUnit',
  'consumedUnit',
  'commitmentDiscountId',
  'commitmentDiscountStatus',
] as const;

/** The FOCUS column of a field: its name begins with a capital. */
const columnName = (field: string): string => field.charAt(0).toUpperCase() + field.slice(1);

/** All charge lines of a question, in the columns of FOCUS. */
export const chargesTable = (
  questions: Pick<CostQuestions, 'streamCharges'>,
  live: LiveFiles,
  query: ChargesOf,
  signal: AbortSignal,
): ExportTable => {
  const { scope } = scopeOf(live, query, [spanOf(query)]);
  const batches = async function* (): AsyncGenerator<readonly ExportRow[]> {
    if (!scope) return;
    for await (const rows of questions.streamCharges(scope, signal)) {
      yield rows.map((row) => {
        const charge = presentCharge(row);
        const fields = [...instants, ...numbers, ...texts].map((field) => charge[field]);
        return [...fields, Object.keys(charge.tags).length > 0 ? JSON.stringify(charge.tags) : null];
      });
    }
  };
  const columns = [
    ...instants.map((field) => instant(columnName(field))),
    ...numbers.map((field) => number(columnName(field))),
    ...texts.map((field) => text(columnName(field))),
    text('Tags'),
  ];
  return { name: 'Charges', columns, batches: batches() };
};
