import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { withClient } from './client.ts';
import { assertRuntimeRole } from './roles.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

describe('the runtime role', () => {
  test('is accepted as it is made', async () => {
    await withClient(db.runtimeUrl, assertRuntimeRole);
  });

  test('is refused when it is a superuser or has BYPASSRLS', async () => {
    await expect(withClient(db.superuserUrl, assertRuntimeRole)).rejects.toThrow(/is a superuser/);
    await expect(withClient(db.ownerUrl, assertRuntimeRole)).rejects.toThrow(/has BYPASSRLS/);
  });

  test('may not create a table, in public or elsewhere', async () => {
    await withClient(db.runtimeUrl, async (client) => {
      await expect(client.query('create table public.mine (id int)')).rejects.toThrow(/permission denied/);
      await expect(client.query('create schema mine')).rejects.toThrow(/permission denied/);
      await expect(client.query('create temporary table mine (id int)')).rejects.toThrow(/permission denied/);
    });
  });
});
