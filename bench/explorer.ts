/**
 * How fast the explorer answers, against hand-written SQL over the same columns of the same files in the same
 * process: `node bench/explorer.ts [rows] [folder]`. A ratio of 1 is as fast as the SQL, 0.8 the goal.
 */
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { answerCosts } from '../src/features/explorer/costs.ts';
import { createExplorerFeature } from '../src/features/explorer/feature.ts';
import { openDuckDb } from '../src/platform/lake/duckdb.ts';
import { systemClock } from '../src/shared/time.ts';
import { bytesOf, makeLake } from './explorer-lake.ts';
import { typicalQuestions } from './explorer-questions.ts';

const rows = Number(process.argv[2] ?? 10_000_000);
const folder = process.argv[3] ?? join(tmpdir(), 'trimtab-bench-lake');
const repeats = 9;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const duckDb = await openDuckDb({
  memoryLimitMib: 4096,
  threads: availableParallelism(),
  tempFolder: join(folder, 'spill'),
  allowedFolders: [folder],
});
const files = await makeLake(duckDb, folder, rows);
const live = { generation: 'bench', files };
const { desk } = createExplorerFeature({
  duckDb,
  chargeFiles: { live: async () => live },
  clock: systemClock,
});
const [cpu] = cpus();
console.log(
  `${rows.toLocaleString('en')} rows, ${((await bytesOf(files)) / 2 ** 20).toFixed(0)} MiB in ${files.length} files · ` +
    `${availableParallelism()} × ${cpu?.model ?? 'CPU'} · ${(totalmem() / 2 ** 30).toFixed(0)} GiB · Node ${process.version}\n`,
);
console.log('question'.padEnd(52), 'explorer ms', '  SQL ms', '  ratio');

const ratios: number[] = [];
for (const { name, question, sql } of typicalQuestions(files)) {
  const explorer = () => answerCosts(desk.questions, live, question);
  const byHand = () => duckDb.withSession((session) => session.all(sql));
  // Both once before measuring, then in turns: what the machine does beside falls on both.
  await explorer();
  await byHand();
  const [own, bare]: [number[], number[]] = [[], []];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    own.push(await timed(explorer));
    bare.push(await timed(byHand));
  }
  // The fastest of nine: whatever else the machine does only ever adds time.
  const [ours, theirs] = [Math.min(...own), Math.min(...bare)];
  const ratio = theirs / ours;
  ratios.push(ratio);
  console.log(
    name.padEnd(52),
    ours.toFixed(0).padStart(11),
    theirs.toFixed(0).padStart(8),
    ratio.toFixed(2).padStart(7),
  );
}
console.log(
  `\nmedian ratio ${median(ratios).toFixed(2)}, lowest ${Math.min(...ratios).toFixed(2)} (goal: at least 0.80)`,
);
duckDb.close();
