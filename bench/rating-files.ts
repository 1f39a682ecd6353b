/**
 * `trimtab rate` on a file of usage, beside reading and parsing the same file and judging nothing, in the same run. A million
 * records (some 300 MB), or as many as are asked for:
 *
 *   node bench/rating-files.ts [--records 1000000]
 */
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs, promisify } from 'node:util';
import { JsonSlicer } from '../src/cli/json-slices.ts';
import { inputFile } from '../src/cli/licences-input.ts';
import { rateFiles } from '../src/cli/rate-work.ts';
import { formatDecimal } from '../src/shared/money.ts';
import { firstMs, rates, recordAt } from './rating/usage.ts';

const contenders = ['parse', 'rate'] as const;
type Contender = (typeof contenders)[number];

interface Measured {
  readonly cpuSeconds: number;
  readonly peakMib: number;
  readonly answer: string;
}

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    measure: { type: 'string' },
    folder: { type: 'string', default: '' },
  },
});
const records = Number(values.records);

/** One page whose records are the identities of the other measurement, which are whole records of Partner Center. */
function* usagePage(): Generator<string> {
  yield `{"totalCount":${records},"items":[`;
  for (let index = 0; index < records; index += 1) {
    const { identity } = recordAt(index);
    const quoted = identity.slice(identity.indexOf('{')).replace(/"quantity":"([^"]*)"/, '"quantity":$1');
    yield `${index === 0 ? '' : ',\n'}${quoted}`;
  }
  yield ']}\n';
}

const writeData = async (folder: string): Promise<void> => {
  const meters = rates.map(({ meter, fromDay, tiers, included }) => ({
    id: `7be20000-0000-4000-9000-${String(meter).padStart(12, '0')}`,
    rates: Object.fromEntries(tiers),
    includedQuantity: included,
    effectiveDate: new Date(firstMs + fromDay * 86_400_000).toISOString(),
  }));
  await writeFile(join(folder, 'card.json'), JSON.stringify({ currency: 'USD', meters }));
  await pipeline(Readable.from(usagePage()), createWriteStream(join(folder, 'usage.json')));
};

const parse = async (folder: string): Promise<string> => {
  let count = 0;
  const slicer = new JsonSlicer({ label: 'usage', fix: '', lists: ['items'] }, ({ text }) => {
    JSON.parse(text);
    count += 1;
  });
  for await (const chunk of inputFile(join(folder, 'usage.json'), process.stdin).read()) slicer.push(chunk);
  slicer.end();
  return `${count} pieces`;
};

const rate = async (folder: string): Promise<string> => {
  const io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, interactive: false };
  const [rateCard, usage] = [join(folder, 'card.json'), [join(folder, 'usage.json')]];
  const { result } = await rateFiles({ rateCard, usage, periodStart: '1', rounding: 'none' }, io);
  return `${formatDecimal(result.total)} in ${result.lines.length} lines, ${result.duplicatesDropped} records twice`;
};

const measure = async (contender: Contender, folder: string): Promise<Measured> => {
  const before = process.cpuUsage();
  const answer = await (contender === 'parse' ? parse(folder) : rate(folder));
  const { user, system } = process.cpuUsage(before);
  return { cpuSeconds: (user + system) / 1e6, peakMib: process.resourceUsage().maxRSS / 1024, answer };
};

const measureInChild = async (contender: Contender, folder: string): Promise<Measured> => {
  const given = ['--measure', contender, '--folder', folder, '--records', String(records)];
  const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, ...given]);
  return JSON.parse(stdout) as Measured;
};

const compare = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-bench-'));
  try {
    await writeData(folder);
    const megabytes = (await stat(join(folder, 'usage.json'))).size / 1e6;
    console.log(
      `${records} records, ${megabytes.toFixed(0)} MB; ${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, load ${loadavg()[0]?.toFixed(1)}`,
    );
    const results = [];
    for (const contender of contenders) {
      const { cpuSeconds, peakMib, answer } = await measureInChild(contender, folder);
      results.push(cpuSeconds);
      console.log(
        `${contender.padEnd(6)} ${cpuSeconds.toFixed(1).padStart(6)} CPU s  ${((cpuSeconds / records) * 1e6).toFixed(1).padStart(5)} µs a record  ${peakMib.toFixed(0).padStart(5)} MiB peak  ${answer}`,
      );
    }
    const [floor = 0, whole = 0] = results;
    console.log(`rating a file ÷ parsing it: ${(whole / floor).toFixed(2)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const contender = contenders.find((each) => each === values.measure);
if (contender === undefined) await compare();
else console.log(JSON.stringify(await measure(contender, values.folder)));
