import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { generateSample } from '../../engines/sample/sample.ts';
import { type AuditSink, audited } from '../../platform/http/organisation-context.ts';
import { personRoute, type Route } from '../../platform/http/route.ts';
import type { Queue } from '../../platform/jobs/queue.ts';
import type { JobKind, RunContext } from '../../platform/jobs/worker.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import type { Tenancy } from '../../platform/tenancy/tenancy.ts';
import type { Membership } from '../../shared/identity/contract.ts';
import type { NewId } from '../../shared/ids.ts';
import { createSample } from '../../shared/imports/contract.ts';
import type { Clock } from '../../shared/time.ts';
import { acceptDelivery, type ImportStorage } from '../imports/feature.ts';

export interface SampleOptions {
  readonly tenancy: Tenancy;
  readonly audit: AuditSink;
  readonly queue: Queue;
  readonly storage: ImportStorage;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly membershipsOf: (personId: string) => Promise<Membership[]>;
  readonly createOwned: (
    tx: Tx,
    owned: { id: string; name: string; kind: 'customer'; language: null; ownerId: string; isSample: true },
  ) => Promise<void>;
  /** Connects the sample's tenant of Microsoft 365 with its past, and starts reading it. */
  readonly loadTenant: (run: RunContext<unknown>) => Promise<{ connectionId: string; runId: string }>;
}

/** Names the generated world; another seed is another company with other numbers. */
const seed = 'trimtab';
const sampleJob = 'sample.load';
/** Share of the work that writing the exports is. */
const writtenShare = 0.4;
const subjectSchema = z.object({ asOf: z.iso.date() });

/** The sample organisation: generated cost exports that go through the real import. */
export const createSampleFeature = (
  options: SampleOptions,
): { routes: readonly Route[]; jobs: readonly JobKind[] } => ({
  routes: [
    personRoute(createSample, async (context) => {
      const own = (await options.membershipsOf(context.person.id)).find(
        ({ isSample, role }) => isSample && role === 'owner',
      );
      const person = { id: context.person.id, name: context.person.name };
      return create(
        options,
        person,
        { requestId: context.requestId, address: context.address },
        own?.organisationId,
      );
    }),
  ],
  jobs: [
    {
      kind: sampleJob,
      subject: subjectSchema,
      retryLimit: 2,
      concurrency: 1,
      handle: (run) => load(options, run as RunContext<z.infer<typeof subjectSchema>>),
    },
  ],
});

/** Makes the organisation, or loads the one that the person has already once more. */
const create = (
  { tenancy, audit, queue, clock, newId, createOwned }: SampleOptions,
  person: { id: string; name: string },
  from: { requestId: string; address: string },
  existingId: string | undefined,
): Promise<{ organisationId: string; runId: string }> => {
  const organisationId = existingId ?? newId();
  const asOf = clock.now().toISOString().slice(0, 10);
  const { companyName } = generateSample({ seed, asOf });
  const origin = { organisationId, actor: { kind: 'person', ...person }, ...from } as const;
  return tenancy.write({ organisationId, userId: person.id }, (tx) =>
    audited(audit, origin, tx, async (change) => {
      if (!existingId)
        await createOwned(tx, {
          id: organisationId,
          name: companyName,
          kind: 'customer',
          language: null,
          ownerId: person.id,
          isSample: true,
        });
      const runId = await queue.enqueue(tx, {
        kind: sampleJob,
        organisationId,
        subject: { asOf },
        createdBy: person.id,
      });
      const target = { kind: 'organisation', id: organisationId, label: companyName };
      await change.audit({
        action: existingId ? 'organisation.sample-reloaded' : 'organisation.sample-created',
        target,
        after: { asOf },
      });
      return { organisationId, runId };
    }),
  );
};

/** Writes the generated exports beside the uploads and hands them to the import as one delivery; then the tenant. */
const load = async (
  options: SampleOptions,
  run: RunContext<z.infer<typeof subjectSchema>>,
): Promise<Record<string, unknown>> => {
  const { files } = generateSample({ seed, asOf: run.subject.asOf });
  const sources: { name: string; path: string; bytes: number; owned: true }[] = [];
  for (const [index, file] of files.entries()) {
    run.signal.throwIfAborted();
    run.progress((writtenShare * index) / files.length, `Writing ${file.fileName}`);
    const path = options.storage.uploadPath(run.organisationId, `${run.runId}-${index}`);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await pipeline(Readable.from(file.csv), createWriteStream(path, { mode: 0o600 }), { signal: run.signal });
    sources.push({ name: file.fileName, path, bytes: (await stat(path)).size, owned: true });
  }
  const accepted = await run.change((change) =>
    acceptDelivery(options, change, {
      importId: options.newId(),
      organisationId: run.organisationId,
      origin: 'sample',
      mode: 'replace',
      files: sources.map(({ name, bytes }) => ({ name, bytes })),
      sources: sources.map(({ name, path, owned }) => ({ name, path, owned })),
      createdBy: run.createdBy,
    }),
  );
  // The charges are imported meanwhile.
  const { connectionId } = await options.loadTenant(run);
  return { ...accepted, files: sources.length, connectionId };
};
