import { createShippedCatalogue } from '../../../engines/licences/catalogue/shipped.ts';
import type { Ask } from '../../../platform/threads/calls.ts';
import { serveThread } from '../../../platform/threads/serve-thread.ts';
import { newId } from '../../../shared/ids.ts';
import type { LandedSource, LandedSync } from '../judge/landed.ts';
import { readTenant } from '../judge/read-tenant.ts';
import type { MainCalls } from './calls.ts';
import { createJudging } from './judging.ts';
import { planTenantMix } from './planning.ts';

const catalogue = createShippedCatalogue();

/** The answers of a source; while one is read the next is on its way. */
async function* pagesOf(ask: Ask<MainCalls>, { name }: LandedSource): AsyncGenerator<Buffer, void> {
  let coming = ask('page', name);
  for (;;) {
    const page = await coming;
    if (page === null) return;
    coming = ask('page', name);
    yield Buffer.from(page.buffer, page.byteOffset, page.byteLength);
  }
}

/** The entry of the threads that judge tenants and look for their cheapest mix: it reads, and calculates. */
serveThread<MainCalls>((ask) => {
  let facts: ReturnType<typeof readFacts> | undefined;
  const readFacts = async (sync: LandedSync) => ({
    sync,
    read: await readTenant({
      catalogue,
      sync,
      pages: (source) => pagesOf(ask, source),
      onSource: (name) => void ask('reading', name),
    }),
  });
  const known = () => {
    if (facts) return facts;
    throw new Error('nothing was read');
  };
  return {
    read: async (sync: LandedSync) => {
      facts = readFacts(sync);
      await facts;
    },
    ...createJudging({ catalogue, newId, facts: known }),
    mix: async (by: Parameters<typeof planTenantMix>[2]) =>
      planTenantMix({ catalogue, onSolving: (isBusy) => void ask('solving', isBusy) }, await known(), by),
  };
});
