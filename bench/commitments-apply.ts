/**
 * Applies a portfolio to a year of usage, beside a bare loop over the same arrays in the same process:
 * `node bench/commitments-apply.ts [hours] [lines]`. See commitments-apply.md.
 */
import { createApplication } from '../src/engines/commitments/apply/application.ts';
import { createTotals, presentTotals, sumProducts } from '../src/engines/commitments/apply/totals.ts';
import type { AwsCommitment, AwsLine } from '../src/shared/commitments/apply.ts';

/** A fixed sequence that looks random enough: the same year in every run. */
let state = 1;
const below = (limit: number): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state % limit;
};
const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;

const hours = Number(process.argv[2] ?? 8760);
const lineCount = Number(process.argv[3] ?? 1000);
const accounts = Array.from({ length: 30 }, (_, at) => `account-${at}`);
const families = ['m5', 'm6i', 'c5', 'c6g', 'r5', 'r6g', 't3', 'g5'];
const sizes = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge'];
const regions = ['us-east-1', 'eu-west-1', 'eu-central-1'];

const line = (): AwsLine => {
  const size = below(sizes.length);
  const onDemand = 48 * 2 ** size + below(5);
  const rate = (percent: number): string => ((onDemand * percent) / 100_000).toFixed(5);
  return {
    account: pick(accounts),
    service: 'ec2',
    instanceType: `${pick(families)}.${sizes[size]}`,
    region: pick(regions),
    onDemandRate: (onDemand / 1000).toFixed(3),
    rates: { computeSavingsPlan: rate(65 + below(20)), ec2InstanceSavingsPlan: rate(58 + below(6)) },
  };
};

const commitment = (at: number): AwsCommitment => {
  const common = { id: `c${at}`, account: pick(accounts) };
  const region = pick(regions);
  if (at % 3 === 0)
    return { ...common, kind: 'computeSavingsPlan', hourlyCommitment: (lineCount / 800).toFixed(4) };
  if (at % 3 === 1) {
    const hourlyCommitment = (lineCount / 650).toFixed(4);
    return { ...common, kind: 'ec2InstanceSavingsPlan', family: pick(families), region, hourlyCommitment };
  }
  const count = `${Math.ceil(lineCount / 200)}`;
  const instanceType = `${pick(families)}.xlarge`;
  return {
    ...common,
    kind: 'reservedInstance',
    scope: 'regional',
    instanceType,
    region,
    count,
    hourlyRate: '0.12',
  };
};

const lines = Array.from({ length: lineCount }, line);
const commitments = Array.from({ length: 60 }, (_, at) => commitment(at));
// Seconds of an hour, as a bill has them: quantities with 12 decimals.
const seconds = Array.from({ length: 3601 }, (_, second) => BigInt(Math.round((second / 3600) * 1e12)));
const days = Array.from({ length: 24 }, () => lines.map(() => seconds[below(3601)] ?? 0n));

const secondsUsed = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

const application = createApplication({ provider: 'aws', lines, commitments });
let bareSum = 0n;
const bareLoop = (): void => {
  for (let hour = 0; hour < hours; hour += 1) {
    bareSum += sumProducts(days[hour % 24] ?? [], application.onDemandRates);
  }
};
const totals = createTotals();
const apply = (): void => {
  for (let hour = 0; hour < hours; hour += 1) {
    const quantities = days[hour % 24] ?? [];
    totals.add(application, quantities, application.applyHour(quantities));
  }
};
bareLoop();
const bareSeconds = secondsUsed(bareLoop);
const applySeconds = secondsUsed(apply);
const prepareSeconds = secondsUsed(() => createApplication({ provider: 'aws', lines, commitments }));
const perSecond = (used: number): string => ((hours * lineCount) / used / 1e6).toFixed(1);
const { effectiveSavingsRate, onDemandCost, onDemandEquivalent } = presentTotals(totals.value());
console.log(`${hours} hours of ${lineCount} lines, ${commitments.length} commitments`);
console.log(
  `on demand ${onDemandEquivalent}, left ${onDemandCost}, ESR ${effectiveSavingsRate} (${bareSum > 0n})`,
);
console.log(`prepare ${(prepareSeconds * 1000).toFixed(1)} ms of processor`);
console.log(
  `apply ${applySeconds.toFixed(2)} s of processor, ${perSecond(applySeconds)} million usage-hours a second`,
);
console.log(
  `bare loop ${bareSeconds.toFixed(2)} s, ${perSecond(bareSeconds)} million: ratio ${(applySeconds / bareSeconds).toFixed(1)}`,
);
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
