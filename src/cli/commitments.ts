import { Command } from 'commander';
import { commitmentsApplyCommand } from './commitments-apply.ts';
import { commitmentsBacktestCommand } from './commitments-backtest.ts';
import { commitmentsRegimesCommand } from './commitments-backtest-regimes.ts';
import { commitmentsDemandCommand } from './commitments-demand.ts';
import { commitmentsMetricsCommand } from './commitments-metrics.ts';
import { commitmentsRecommendCommand } from './commitments-recommend.ts';
import { withExitCodes } from './run-command.ts';

/** `trimtab commitments …` */
export const commitmentsCommand = (): Command =>
  withExitCodes(new Command('commitments'))
    .description('Cloud commitments: what to buy, and what buying would have saved')
    .addCommand(commitmentsApplyCommand())
    .addCommand(commitmentsMetricsCommand())
    .addCommand(commitmentsDemandCommand())
    .addCommand(commitmentsBacktestCommand())
    .addCommand(commitmentsRecommendCommand())
    .addCommand(commitmentsRegimesCommand());
