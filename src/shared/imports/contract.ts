import { z } from 'zod';
import { emptySchema, endpoint, pageOf, pageQuery } from '../endpoint.ts';
import { problemSchema } from '../errors.ts';
import { idSchema } from '../ids.ts';
import { currencySchema, decimalSchema } from '../money.ts';
import { instantSchema } from '../time.ts';

/** `replace`: a billing period delivered again replaces the earlier one. `append`: it is added to it. */
export const importModeSchema = z.enum(['replace', 'append']);
export const importStateSchema = z.enum([
  'waiting',
  'imported',
  'unchanged',
  'failed',
  'cancelled',
  'removed',
]);
export type ImportState = z.infer<typeof importStateSchema>;

const text = (maximum: number) => z.string().max(maximum);
const count = z.int().min(0);

export const rejectSchema = z.object({
  file: text(255),
  /** 1 is the first row below the header. */
  row: z.int().min(0),
  column: text(200).nullable(),
  value: text(500).nullable(),
  reason: text(1000),
});

export const conformanceFindingSchema = z.object({
  rule: text(100),
  severity: z.enum(['error', 'warning', 'info']),
  section: text(200),
  columns: z.array(text(200)).max(50),
  sentence: text(1000),
  failingRows: count,
  exampleRow: z.int().nullable(),
  exampleValue: text(500).nullable(),
});

export const sliceSchema = z.object({
  provider: text(200),
  billingAccountId: text(500),
  billingPeriodStart: instantSchema,
  billingPeriodEnd: instantSchema.nullable(),
  rows: count,
  totals: z
    .array(
      z.object({
        currency: currencySchema,
        billedCost: decimalSchema,
        effectiveCost: decimalSchema,
        listCost: decimalSchema.nullable(),
        contractedCost: decimalSchema.nullable(),
      }),
    )
    .max(200),
});
export type ImportSlice = z.infer<typeof sliceSchema>;

export const importSchema = z.object({
  id: idSchema,
  runId: idSchema.nullable(),
  origin: z.enum(['upload', 'command', 'watch', 'sample']),
  mode: importModeSchema,
  state: importStateSchema,
  files: z.array(z.object({ name: text(255), bytes: count })).max(1000),
  format: text(64).nullable(),
  rowsRead: count.nullable(),
  rowsImported: count.nullable(),
  rowsRejected: count.nullable(),
  problem: problemSchema.omit({ type: true, requestId: true }).partial().nullable(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
});
export type Import = z.infer<typeof importSchema>;

export const importDetailSchema = importSchema.extend({
  slices: z.array(sliceSchema.extend({ live: z.boolean() })).max(10_000),
  /** Slices of earlier imports that this one replaced. */
  replaced: z
    .array(
      z.object({
        provider: text(200),
        billingAccountId: text(500),
        billingPeriodStart: instantSchema,
        rows: count,
      }),
    )
    .max(10_000),
  /** Billing periods that this import replaced by less than half as many rows: often a sign of a damaged file. */
  shrunk: z
    .array(
      z.object({
        provider: text(200),
        billingAccountId: text(500),
        billingPeriodStart: instantSchema,
        rowsBefore: count,
        rowsAfter: count,
      }),
    )
    .max(10_000),
  /** Whether `undo` would work now: it replaced something, and what it replaced can come back. */
  undoable: z.boolean(),
  /** The first rejected rows; all of them are in the download. */
  rejects: z.array(rejectSchema).max(200),
  conformance: z.array(conformanceFindingSchema).max(500),
  columns: z.array(text(300)).max(2000),
  tagKeys: z.array(text(300)).max(5000),
});
export type ImportDetail = z.infer<typeof importDetailSchema>;

const tag = 'Imports';
const at = '/organisations/:organisationId';
const one = z.object({ importId: idSchema });

export const uploadFile = endpoint({
  id: 'uploads.create',
  method: 'POST',
  path: `${at}/uploads`,
  tag,
  access: { kind: 'organisation', permission: 'cost.import' },
  summary: 'Receives one file as a stream (application/octet-stream)',
  description: 'Upload each file of a delivery, then create an import of them together.',
  creates: true,
  stream: 'upload',
  query: z.object({ fileName: z.string().min(1).max(255) }),
  response: z.object({ id: idSchema, fileName: text(255), bytes: count, sha256: text(64) }),
  status: 201,
});

export const createImport = endpoint({
  id: 'imports.create',
  method: 'POST',
  path: `${at}/imports`,
  tag,
  access: { kind: 'organisation', permission: 'cost.import' },
  summary: 'Imports uploaded files as one delivery: all of them or none',
  creates: true,
  body: z.object({ uploadIds: z.array(idSchema).min(1).max(200), mode: importModeSchema.default('replace') }),
  response: z.object({ importId: idSchema, runId: idSchema }),
  status: 202,
});

export const listImports = endpoint({
  id: 'imports.list',
  method: 'GET',
  path: `${at}/imports`,
  tag,
  access: { kind: 'organisation', permission: 'cost.read' },
  summary: 'Imports, newest first',
  query: z.object({ ...pageQuery, state: importStateSchema.optional() }),
  response: pageOf(importSchema),
});

export const getImport = endpoint({
  id: 'imports.get',
  method: 'GET',
  path: `${at}/imports/:importId`,
  tag,
  access: { kind: 'organisation', permission: 'cost.read' },
  summary: 'An import with its slices, rejected rows and conformance report',
  params: one,
  response: importDetailSchema,
});

export const downloadRejects = endpoint({
  id: 'imports.rejects',
  method: 'GET',
  path: `${at}/imports/:importId/rejects`,
  tag,
  access: { kind: 'organisation', permission: 'cost.read' },
  summary: 'Every rejected row with file, row, column, value and reason (CSV)',
  params: one,
  response: z.unknown(),
  stream: 'download',
});

export const removeImport = endpoint({
  id: 'imports.remove',
  method: 'DELETE',
  path: `${at}/imports/:importId`,
  tag,
  access: { kind: 'organisation', permission: 'cost.import' },
  summary: 'Takes the charges of an import out of the lake; what it had replaced does not come back',
  params: one,
  response: emptySchema,
  status: 204,
  stepUp: true,
});

export const undoImport = endpoint({
  id: 'imports.undo',
  method: 'POST',
  path: `${at}/imports/:importId/undo`,
  tag,
  access: { kind: 'organisation', permission: 'cost.import' },
  summary: 'Takes the charges of an import out of the lake and brings back what it had replaced',
  description:
    'Possible for seven days, while nothing later has replaced the same billing periods; otherwise 409 says why not.',
  params: one,
  response: emptySchema,
  status: 204,
});

export const createSample = endpoint({
  id: 'sample.create',
  method: 'POST',
  path: '/sample-organisation',
  tag,
  access: { kind: 'session' },
  summary:
    'Makes a sample organisation with generated charges and the caller as owner; loads it in the background',
  response: z.object({ organisationId: idSchema, runId: idSchema }),
  status: 202,
});
