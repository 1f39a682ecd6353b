import { z } from 'zod';
import type { UsageRecord } from '../engines/rating/rate.ts';
import { checkJson } from '../shared/check-json.ts';
import { inputError } from '../shared/input-error.ts';
import { canonicalJson, parseExactJson } from './exact-json.ts';
import type { Slice } from './json-slice.ts';
import { JsonSlicer } from './json-slices.ts';
import type { InputFile } from './licences-input.ts';
import { plainNumber, rateDecimal } from './rate-decimal.ts';
import { usageMomentSchema } from './rate-moment.ts';

const id = z.string().trim().min(1).max(400);

/** Partner Center, `GET /v1/customers/{id}/subscriptions/{id}/utilizations/azure`. */
const partnerRecordSchema = z.looseObject({
  usageStartTime: usageMomentSchema,
  resource: z.looseObject({ id }),
  quantity: rateDecimal,
  instanceData: z.looseObject({ resourceUri: z.string().max(4000).nullish() }).nullish(),
});

/** Azure Commerce, `UsageAggregates`. */
const commerceRecordSchema = z.looseObject({
  properties: z.looseObject({
    usageStartTime: usageMomentSchema,
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

/** Of Partner Center, and of Azure Commerce. */
const lists = ['items', 'value'];

/** Records have some hundred bytes, a few thousand with tags; what stands around a list of them has not more. */
const mostPieceBytes = 16 * 1024 * 1024;

const subscriptionIn = (address: string | null | undefined): string | undefined =>
  /(?:^|\/)subscriptions\/([^/?#]+)/i.exec(address ?? '')?.[1];

const ofLinks = (value: unknown): string | undefined =>
  subscriptionIn(linksSchema.safeParse(value).data?.links?.self?.uri);

interface Place {
  readonly label: string;
  readonly path: string;
}

/** A record whose subscription only the page around it can name, which stands behind its records. */
type Unplaced = Omit<UsageRecord, 'subscriptionId'>;

interface PartnerRecord {
  /** What the record itself names. */
  readonly subscriptionId: string | undefined;
  readonly unplaced: Unplaced;
}

const readPartnerRecord = ({ label, path }: Place, item: unknown): PartnerRecord => {
  const record = checkJson(label, path, partnerRecordSchema, item, fix);
  return {
    subscriptionId: subscriptionIn(record.instanceData?.resourceUri) ?? ofLinks(item),
    unplaced: {
      meterId: record.resource.id,
      atMs: record.usageStartTime,
      quantity: record.quantity,
      identity: canonicalJson(item),
      place: `${label}, ${path}`,
    },
  };
};

/** Records of two subscriptions may say the same: which one they belong to is part of what they are. */
const placed = (subscriptionId: string, unplaced: Unplaced): UsageRecord => ({
  ...unplaced,
  subscriptionId,
  identity: `${subscriptionId.toLowerCase()} ${unplaced.identity}`,
});

const readCommerceRecord = ({ label, path }: Place, item: unknown): UsageRecord => {
  const { properties } = checkJson(label, path, commerceRecordSchema, item, fix);
  return {
    subscriptionId: properties.subscriptionId,
    meterId: properties.meterId,
    atMs: properties.usageStartTime,
    quantity: properties.quantity,
    identity: canonicalJson(item),
    place: `${label}, ${path}`,
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nextSchema = z.union([
  z.looseObject({ links: z.looseObject({ next: z.looseObject({ uri: z.string().min(1) }) }) }),
  z.looseObject({ nextLink: z.string().min(1) }),
]);

/** Takes the records of a page one by one, and at its end those that wait for its subscription. */
const createPageReader = (
  label: string,
  take: (record: UsageRecord) => void,
  onPage: (namesNext: boolean) => void,
) => {
  let waiting: { readonly path: string; readonly unplaced: Unplaced }[] = [];

  const takeRecord = (list: string | undefined, path: string, item: unknown): void => {
    if (list !== 'items') {
      take(readCommerceRecord({ label, path }, item));
      return;
    }
    const { subscriptionId, unplaced } = readPartnerRecord({ label, path }, item);
    if (subscriptionId === undefined) waiting.push({ path, unplaced });
    else take(placed(subscriptionId, unplaced));
  };

  /** A name that is written with escapes is seen only once the page is parsed. */
  const takeList = (name: string, path: string, list: unknown): void => {
    if (!Array.isArray(list)) throw inputError(label, path, 'expected a list of records.', fix);
    for (const [index, item] of list.entries()) takeRecord(name, `${path}[${index}]`, item);
  };

  const endPage = (path: string, page: unknown): void => {
    if (!isRecord(page) || !lists.some((name) => name in page)) {
      const problem = 'found no "items" and no "value", expected an answer with usage.';
      throw inputError(label, path, problem, fix);
    }
    for (const name of lists) if (name in page) takeList(name, `${path}.${name}`, page[name]);
    const ofPage = ofLinks(page);
    for (const { path: at, unplaced } of waiting) {
      if (ofPage === undefined) {
        const problem = 'found no subscription here nor in links.self.uri, expected "/subscriptions/…".';
        throw inputError(label, `${at}.instanceData.resourceUri`, problem, fix);
      }
      take(placed(ofPage, unplaced));
    }
    waiting = [];
    onPage(nextSchema.safeParse(page).success);
  };

  return ({ kind, path, list, text }: Slice): void => {
    const value = parseExactJson(label, path, text, plainNumber);
    if (kind === 'entity') takeRecord(list, path, value);
    else endPage(path, value);
  };
};

/**
 * Reads utilisation in the shape of Partner Center or of Azure Commerce: one answer, or a list of answer pages. The file
 * is cut into records while it is read, so that its size does not matter.
 *
 * @returns whether its last page names a next one
 * @throws AppError `invalid_input` naming file and JSON path
 */
export const readUsage = async (file: InputFile, take: (record: UsageRecord) => void): Promise<boolean> => {
  const { label } = file;
  let namesNext = false;
  const readPage = createPageReader(label, take, (isFollowed) => {
    namesNext = isFollowed;
  });
  const slicer = new JsonSlicer({ label, fix, lists, cutsPages: true, mostBytes: mostPieceBytes }, readPage);
  for await (const chunk of file.read()) slicer.push(chunk);
  slicer.end();
  return namesNext;
};
