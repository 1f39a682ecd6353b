import type pg from 'pg';

interface FileRow {
  readonly path: string;
  readonly required: boolean;
}

/**
 * The files of every organisation that belong into a backup, relative to the data folder: the live files of the
 * lake, which must be there; lists of rejected rows and uploads that wait, which may just have been cleared
 * away. Replaced files stay out: an import from before a backup cannot be undone once it is restored. The caller's role must see every organisation.
 */
export const listBackedUpFiles = async (client: pg.Client): Promise<readonly FileRow[]> => {
  const { rows } = await client.query<FileRow>(`
    select format('lake/%s/%s', f.organisation_id, f.path) as path, true as required
    from lake_file f join lake_slice s on s.id = f.slice_id where s.superseded_at is null
    union all
    select format('lake/%s/%s', organisation_id, rejects_path), false from import where rejects_path is not null
    union all
    select format('uploads/%s/%s', organisation_id, id), false from upload
    order by path`);
  return rows;
};
