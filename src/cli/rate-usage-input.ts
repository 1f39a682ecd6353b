import { z } from 'zod';
import type { UsageRecord } from '../engines/rating/rate.ts';
import { checkJson } from '../shared/check-json.ts';
import { inputError } from '../shared/input-error.ts';
import { canonicalJson, readExactJson } from './exact-json.ts';
import type { InputFile } from './licences-input.ts';
import { rateDecimal } from './rate-decimal.ts';
import { momentSchema } from './rate-moment.ts';

const id = z.string().trim().min(1).max(400);

/** Partner Center, `GET /v1/customers/{id}/subscriptions/{id}/utilizations/azure`. */
const partnerRecordSchema = z.looseObject({
  usageStartTime: momentSchema,
  resource: z.looseObject({ id }),
  quantity: rateDecimal,
  instanceData: z.looseObject({ resourceUri: z.string().max(4000).nullish() }).nullish(),
});

/** Azure Commerce, `UsageAggregates`. */
const commerceRecordSchema = z.looseObject({
  properties: z.looseObject({
    usageStartTime: momentSchema,
    meterId: id,
    quantity: rateDecimal,
    subscriptionId: id,
  }),
});

const linksSchema = z.looseObject({
  links: z.looseObject({ self: z.looseObject({ uri: z.string().max(4000) }).nullish() }).nullish(),
});

const fix =
  'Save the answers of Partner Center (utilizations/azure) or of Azure Commerce (UsageAggregates) as they come.';

const subscriptionIn = (address: string | null | undefined): string | undefined =>
  /(?:^|\/)subscriptions\/([^/?#]+)/i.exec(address ?? '')?.[1];

const ofLinks = (value: unknown): string | undefined =>
  subscriptionIn(linksSchema.safeParse(value).data?.links?.self?.uri);

interface Place {
  readonly label: string;
  readonly path: string;
}

const readPartnerRecord = (
  { label, path }: Place,
  item: unknown,
  ofPage: string | undefined,
): UsageRecord => {
  const record = checkJson(label, path, partnerRecordSchema, item, fix);
  const subscriptionId = subscriptionIn(record.instanceData?.resourceUri) ?? ofLinks(item) ?? ofPage;
  if (subscriptionId === undefined) {
    throw inputError(
      label,
      `${path}.instanceData.resourceUri`,
      'found no subscription here nor in links.self.uri, expected "/subscriptions/…".',
      fix,
    );
  }
  return {
    subscriptionId,
    meterId: record.resource.id,
    atMs: record.usageStartTime,
    quantity: record.quantity,
    identity: `${subscriptionId} ${canonicalJson(item)}`,
  };
};

const readCommerceRecord = ({ label, path }: Place, item: unknown): UsageRecord => {
  const { properties } = checkJson(label, path, commerceRecordSchema, item, fix);
  return {
    subscriptionId: properties.subscriptionId,
    meterId: properties.meterId,
    atMs: properties.usageStartTime,
    quantity: properties.quantity,
    identity: canonicalJson(item),
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listAt = ({ label, path }: Place, value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw inputError(label, path, 'expected a list of records.', fix);
};

const readPage = (place: Place, page: unknown, take: (record: UsageRecord) => void): void => {
  const { label, path } = place;
  if (isRecord(page) && 'items' in page) {
    const ofPage = ofLinks(page);
    for (const [index, item] of listAt({ label, path: `${path}.items` }, page.items).entries()) {
      take(readPartnerRecord({ label, path: `${path}.items[${index}]` }, item, ofPage));
    }
    return;
  }
  if (isRecord(page) && 'value' in page) {
    for (const [index, item] of listAt({ label, path: `${path}.value` }, page.value).entries()) {
      take(readCommerceRecord({ label, path: `${path}.value[${index}]` }, item));
    }
    return;
  }
  throw inputError(label, path, 'found no "items" and no "value", expected an answer with usage.', fix);
};

/**
 * Reads utilisation in the shape of Partner Center or of Azure Commerce: one answer, or a list of answer pages.
 *
 * @throws AppError `invalid_input` naming file and JSON path
 */
export const readUsage = async (file: InputFile, take: (record: UsageRecord) => void): Promise<void> => {
  const given = await readExactJson(file);
  const { label } = file;
  if (!Array.isArray(given)) {
    readPage({ label, path: '$' }, given, take);
    return;
  }
  for (const [index, page] of given.entries()) readPage({ label, path: `$[${index}]` }, page, take);
};
