import type pg from 'pg';

/** Every row of every table, the queue's included, as text: what somebody sees who reads the whole database. */
export const databaseText = async (owner: pg.Pool): Promise<string> => {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'pgboss')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await owner.query<{ text: string | null }>(
      `select string_agg(x::text, E'\\n') as text from ${name} x`,
    );
    texts.push(rows[0]?.text ?? '');
  }
  return texts.join('\n');
};
