import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { generateFocusCsv } from './import/generate.ts';
import { type Contender, contenders, type Measured, measure } from './import/measure.ts';

/**
 * Import of a FOCUS CSV against bare DuckDB in the same run: `node bench/import.ts --rows 2000000`.
 * Fails when the import is slower than 0.8 of DuckDB doing the same, or takes more than 1.5 GB.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '2000000' },
    only: { type: 'string', multiple: true },
    measure: { type: 'string' },
    file: { type: 'string' },
    folder: { type: 'string' },
  },
});

const floor = { ratio: 0.8, peakMib: 1500 };

const measureInChild = async (contender: Contender, file: string, folder: string): Promise<Measured> => {
  const own = join(folder, contender);
  const { stdout } = await promisify(execFile)(process.execPath, [
    import.meta.filename,
    ...['--measure', contender, '--file', file, '--folder', own],
  ]);
  await rm(own, { recursive: true, force: true });
  return JSON.parse(stdout) as Measured;
};

const compare = async (rows: number): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-bench-'));
  try {
    const file = join(folder, 'bench.csv');
    await generateFocusCsv(file, rows);
    const bytes = (await stat(file)).size;
    console.log(
      `${rows} rows, ${(bytes / 1e9).toFixed(2)} GB; ${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    );
    const results = new Map<Contender, Measured>();
    for (const contender of contenders) {
      if (values.only !== undefined && !values.only.includes(contender)) continue;
      const result = await measureInChild(contender, file, folder);
      results.set(contender, result);
      const rate = Math.round(rows / result.seconds).toLocaleString('en');
      console.log(
        `${contender.padEnd(14)} ${result.seconds.toFixed(1).padStart(7)} s  ${rate.padStart(9)} rows/s  ${result.cpuSeconds.toFixed(1).padStart(7)} CPU s  ${result.peakMib.toFixed(0).padStart(5)} MiB peak`,
      );
    }
    judge(results);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const judge = (results: ReadonlyMap<Contender, Measured>): void => {
  const [ours, bare] = [results.get('import'), results.get('bare')];
  if (ours === undefined) return;
  const ratio = bare === undefined ? undefined : bare.seconds / ours.seconds;
  if (ratio !== undefined)
    console.log(`import ÷ bare: ${ratio.toFixed(2)} of its throughput (floor ${floor.ratio})`);
  if (ours.peakMib > floor.peakMib || (ratio !== undefined && ratio < floor.ratio)) process.exitCode = 1;
};

const contender = contenders.find((each) => each === values.measure);
if (contender !== undefined && values.file !== undefined && values.folder !== undefined) {
  console.log(JSON.stringify(await measure(contender, values.file, values.folder)));
} else {
  await compare(Number(values.rows));
}
