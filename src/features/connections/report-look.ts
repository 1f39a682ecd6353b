export interface ReportLook {
  /** Data rows. */
  readonly rows: number;
  readonly refreshedOn: string | null;
  /** Whether the names in it are hashes. */
  readonly concealed: boolean;
}

const principalNames = ['user principal name', 'owner principal name', 'userprincipalname'];
/** A hash in place of a name: displayConcealedNames is on (Microsoft Graph, adminReportSettings). */
const hash = /^[0-9a-f]{16,128}$/i;
/** Enough to tell concealed names from a few odd ones. */
const sampleRows = 200;
const lineFeed = 0x0a;

/** Looks at a report without judging it: how many rows, of which day, with names or hashes. */
export const lookAtReport = (body: Buffer): ReportLook => {
  const records = firstRecords(body, sampleRows + 1);
  const header = (records[0] ?? []).map((name) =>
    name
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  const data = records.slice(1);
  const refreshColumn = header.indexOf('report refresh date');
  const nameColumn = header.findIndex((name) => principalNames.includes(name));
  const day = /^\d{4}-\d{2}-\d{2}/.exec(data[0]?.[refreshColumn] ?? '')?.[0];
  const hashed = data.filter((cells) => hash.test(cells[nameColumn]?.trim() ?? '')).length;
  return {
    rows: Math.max(0, lines(body) - 1),
    refreshedOn: day && !Number.isNaN(Date.parse(day)) ? day : null,
    concealed: nameColumn >= 0 && hashed > 0 && hashed * 2 >= data.length,
  };
};

const lines = (body: Buffer): number => {
  let count = 0;
  for (let at = body.indexOf(lineFeed); at >= 0; at = body.indexOf(lineFeed, at + 1)) count += 1;
  return body.length === 0 || body.at(-1) === lineFeed ? count : count + 1;
};

/** Microsoft's reports have no line ends inside fields, so a line is a record. */
const firstRecords = (body: Buffer, maximum: number): string[][] => {
  const records: string[][] = [];
  let start = 0;
  while (start < body.length && records.length < maximum) {
    const found = body.indexOf(lineFeed, start);
    const end = found < 0 ? body.length : found;
    const text = body.toString('utf8', start, end).replace(/\r$/, '');
    if (text !== '') records.push(splitRecord(text));
    start = end + 1;
  }
  return records;
};

/** Cells of one record by RFC 4180. */
const splitRecord = (text: string): string[] => {
  if (!text.includes('"')) return text.split(',');
  return [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
};
