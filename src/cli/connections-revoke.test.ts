import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { renderRevoked } from './connections-revoke.ts';

vi.setConfig({ testTimeout: 30_000 });

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'trimtab-revoke-'));
});
afterAll(() => rm(root, { recursive: true }));

const run = (data: string, ...args: readonly string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, TRIMTAB_DATA: data, DATABASE_URL: undefined };
    execFile(
      process.execPath,
      ['src/main.ts', 'connections', 'revoke', ...args],
      { env },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

describe('trimtab connections revoke', () => {
  it('makes no installation where there is none, and says how to name one', async () => {
    const data = join(root, 'nowhere');
    const { code, stdout, stderr } = await run(data, '--all');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`trimtab: ${data}: There is no installation here.`);
    expect(stderr).toContain('TRIMTAB_DATA');
    expect(await readdir(root)).toEqual([]);
  });

  it.each([
    [['--organisation', 'mine'], 'found "mine", expected the id of an organisation'],
    [['--all', '--organisation', '0197a1c2-0000-7000-8000-000000000001'], 'only one of them'],
    [[], '--all or --organisation'],
    [['--everything'], 'trimtab: unknown option'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await run(root, ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('names what was revoked, and counts drafts apart', () => {
    const row = {
      organisationId: 'o',
      connectionId: 'c',
      name: 'Main',
      tenant: 'Contoso',
      organisation: 'Example Ltd',
    };
    const shown = renderRevoked({ organisations: 1, connections: 1, drafts: 2, revoked: [row] });
    expect(shown).toMatch(/Main +Contoso +Example Ltd/);
    expect(shown).toContain('Revoked 1 connection of 1 organisation.\nClosed 2 drafts');
    expect(renderRevoked({ organisations: 0, connections: 0, drafts: 0, revoked: [] })).toBe(
      'Nothing is connected: no connection was revoked.\n',
    );
  });
});
