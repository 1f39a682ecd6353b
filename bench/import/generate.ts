import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** xorshift32: the same rows for the same seed on every machine. */
const createRandom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

const services = [
  ['Compute', 'Virtual servers'],
  ['Storage', 'Object storage'],
  ['Databases', 'Relational databases'],
  ['Networking', 'Load balancing'],
  ['Integration', 'Message queues'],
  ['AI and Machine Learning', 'Language models'],
] as const;

const firstDay = Date.UTC(2026, 8, 1);
const hourMs = 3_600_000;
const instant = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').slice(0, 19);

type Random = ReturnType<typeof createRandom>;

/** A month of hourly charges of one billing account; about 600 bytes a row, as real exports have. */
const rowOf = (random: Random): Readonly<Record<string, string>> => {
  const start = firstDay + random(30 * 24) * hourMs;
  const [category, service] = services[random(services.length)] ?? services[0];
  const account = 100_000_000_000 + random(200);
  const resource = random(50_000);
  const sku = `SKU${random(500)}`;
  const cost = `${random(100)}.${String(random(10 ** 9)).padStart(9, '0')}${random(10)}`;
  const price = `0.0${random(100_000)}`;
  const quantity = `${random(1000)}.${random(10_000)}`;
  return {
    AvailabilityZone: `eu-west-1${'abc'[random(3)]}`,
    BilledCost: cost,
    BillingAccountId: '123456789012',
    BillingAccountName: 'Example Holding',
    BillingCurrency: 'EUR',
    BillingPeriodEnd: '2026-10-01 00:00:00',
    BillingPeriodStart: '2026-09-01 00:00:00',
    ChargeCategory: 'Usage',
    ChargeClass: '',
    ChargeDescription: `"EUR ${price} per unit of ${service}, after the free tier"`,
    ChargeFrequency: 'Usage-Based',
    ChargePeriodEnd: instant(start + hourMs),
    ChargePeriodStart: instant(start),
    CommitmentDiscountCategory: '',
    CommitmentDiscountId: '',
    CommitmentDiscountName: '',
    CommitmentDiscountStatus: '',
    CommitmentDiscountType: '',
    ConsumedQuantity: quantity,
    ConsumedUnit: 'Hours',
    ContractedCost: cost,
    ContractedUnitPrice: price,
    EffectiveCost: cost,
    InvoiceIssuerName: '"Example Cloud, Inc."',
    ListCost: cost,
    ListUnitPrice: price,
    PricingCategory: 'Standard',
    PricingQuantity: quantity,
    PricingUnit: 'Hours',
    ProviderName: 'Example Cloud',
    PublisherName: '"Example Cloud, Inc."',
    RegionId: 'eu-west-1',
    RegionName: 'Europe (West)',
    ResourceId: `arn:example:${category}:eu-west-1:${account}:instance/i-${resource.toString(16).padStart(17, '0')}`,
    ResourceName: `resource-${resource}`,
    ResourceType: 'Instance',
    ServiceCategory: category,
    ServiceName: service,
    SkuId: sku,
    SkuPriceId: `${sku}.PRICE`,
    SubAccountId: String(account),
    SubAccountName: `Account ${account}`,
    Tags: `"{""app"": ""app-${resource % 97}"", ""env"": ""${resource % 3 === 0 ? 'dev' : 'prod'}"", ""owner"": ""team-${resource % 23}""}"`,
  };
};

/** Writes a FOCUS 1.0 CSV of so many rows; deterministic. */
export const generateFocusCsv = async (path: string, rows: number): Promise<void> => {
  const random = createRandom(20_260_901);
  const output = createWriteStream(path, { highWaterMark: 1 << 22 });
  output.write(`${Object.keys(rowOf(createRandom(1))).join(',')}\n`);
  let pending = '';
  for (let row = 0; row < rows; row += 1) {
    pending += `${Object.values(rowOf(random)).join(',')}\n`;
    if (pending.length < 1 << 20) continue;
    if (!output.write(pending)) await once(output, 'drain');
    pending = '';
  }
  output.end(pending);
  await finished(output);
};
