import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Command } from 'commander';
import { regimePicture } from '../engines/commitments/backtest/regime-picture.ts';
import {
  type RegimeReport,
  regimeSection,
  reportRegime,
} from '../engines/commitments/backtest/regime-report.ts';
import { savingsRate } from '../engines/commitments/backtest/simulate.ts';
import { regimesOf } from '../engines/commitments/demand/regimes.ts';
import { createRandom } from '../engines/sample/random.ts';
import { createProgress } from './progress.ts';
import { type CommandIo, runInProcess, withExitCodes } from './run-command.ts';

interface Options {
  readonly output: string;
  readonly images: string;
  readonly seed: string;
  readonly json?: true;
}

const points = (share: number | undefined): string => (share === undefined ? '–' : (share * 100).toFixed(2));

const summary = ({ regime, outcomes, optimum }: RegimeReport): string => {
  const [own, ...simple] = outcomes;
  const best = simple.reduce((one, other) =>
    (savingsRate(other) ?? 0) > (savingsRate(one) ?? 0) ? other : one,
  );
  const gain = (savingsRate(own ?? best) ?? 0) - (savingsRate(best) ?? 0);
  const gap = (optimum ?? 0) - (savingsRate(best) ?? 0);
  const closed = gap > 0.01 ? `${((100 * gain) / gap).toFixed(0)} %` : '';
  return `| [${regime.name}](#${regime.name}) | ${own ? points(savingsRate(own)) : ''} | ${points(savingsRate(best))} (${best.name}) | ${points(optimum)} | ${closed} |`;
};

const page = (seed: string, reports: readonly RegimeReport[], pictureOf: (name: string) => string): string =>
  [
    '# Commitment policies, regime by regime',
    '',
    `Made by \`trimtab commitments regimes --seed ${seed}\`: demand of three years drawn from a seed, the first year history. The parameters`,
    'were not chosen on these regimes. What the columns mean is in [commitments.md](commitments.md). *Closed* is the part of the gap',
    'between the best simple policy and the clairvoyant optimum that `trimtab` closes, where the gap exceeds one point; which simple',
    'policy is the best one is known only afterwards.',
    '',
    '| regime | trimtab, ESR % | best simple, ESR % | optimum, ESR % | closed |',
    '|---|--:|--:|--:|--:|',
    ...reports.map(summary),
    '',
    ...reports.map((report) => regimeSection(report, pictureOf(report.regime.name))),
  ].join('\n');

const writeRegimes = async (
  { output, images, seed, json }: Options,
  io: CommandIo,
  signal: AbortSignal,
): Promise<string> => {
  const progress = createProgress(io);
  const { createHighs } = await import('../platform/solver/highs.ts');
  const solver = await createHighs();
  await mkdir(images, { recursive: true });
  const regimes = regimesOf((name) => createRandom(`${seed} ${name}`).next);
  const reports: RegimeReport[] = [];
  const pictureOf = (name: string): string => join(images, `commitments-${name}.svg`);
  try {
    for (const [index, regime] of regimes.entries()) {
      signal.throwIfAborted();
      progress.show(`Running ${regime.name}`, index / regimes.length);
      const report = await reportRegime(regime, solver);
      reports.push(report);
      await writeFile(pictureOf(regime.name), regimePicture(report));
    }
  } finally {
    progress.clear();
  }
  const folder = join(output, '..');
  await writeFile(
    output,
    page(seed, reports, (name) => relative(folder, pictureOf(name))),
  );
  return json === true
    ? `${JSON.stringify({ regimes: reports.map(({ regime }) => regime.name), output, images })}\n`
    : `${reports.length} regimes: ${output}, ${images}\n`;
};

/** `trimtab commitments regimes [--output FILE] [--images DIR] [--seed TEXT] [--json]` */
export const commitmentsRegimesCommand = (): Command =>
  withExitCodes(
    new Command('regimes')
      .description(
        'Run every policy over demand of many characters and write a page with tables and pictures.',
      )
      .option('--output <file>', 'the page, Markdown', 'docs/commitments-regimes.md')
      .option('--images <dir>', 'where its pictures go', 'docs/images')
      .option('--seed <text>', 'what the regimes are drawn from', 'untouched')
      .option('--json', 'say in JSON what was written')
      .addHelpText(
        'after',
        '\nExample:\n  trimtab commitments regimes --output /tmp/regimes.md --images /tmp/regimes',
      )
      .action((options: Options) => runInProcess((io, signal) => writeRegimes(options, io, signal))),
  );
