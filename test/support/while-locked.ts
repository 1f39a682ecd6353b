import pg from 'pg';
import type { TestDatabase } from './test-database.ts';
import { waitFor } from './wait-for.ts';

/**
 * Runs what `begin` starts against rows that are locked, until this many transactions wait for them; then lets all go
 * at once. So what could overlap does overlap, at every run of the test.
 */
export const whileLocked = async <T>(
  db: TestDatabase,
  lock: { readonly sql: string; readonly waiting: number },
  begin: () => Promise<T>,
): Promise<T> => {
  const holder = new pg.Client({ connectionString: db.superuserUrl });
  const watcher = new pg.Client({ connectionString: db.superuserUrl });
  await Promise.all([holder.connect(), watcher.connect()]);
  try {
    await holder.query('begin');
    const { rowCount } = await holder.query(lock.sql);
    if (rowCount === 0) throw new Error(`nothing to lock: ${lock.sql}`);
    const work = begin();
    // By another connection, because a transaction sees the activity of its beginning.
    const countWaiting = async (): Promise<number> => {
      const { rows } = await watcher.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows[0]?.count ?? 0;
    };
    await Promise.race([work, waitFor(countWaiting, (count) => count >= lock.waiting)]);
    await holder.query('commit');
    return await work;
  } finally {
    await Promise.all([holder.end(), watcher.end()]);
  }
};
