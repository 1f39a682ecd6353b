import { awsSkus } from './catalogue-aws.ts';
import { googleSkus } from './catalogue-google.ts';
import { microsoftSkus } from './catalogue-microsoft.ts';
import { billingAccounts, regions } from './company.ts';
import type {
  BillingAccount,
  Cloud,
  Environment,
  Line,
  Meter,
  Part,
  Sku,
  SubAccount,
  Workload,
} from './model.ts';
import { createRandom } from './random.ts';
import { resourceIdOf } from './resource-id.ts';
import { awsWorkloads } from './workloads-aws.ts';
import { googleWorkloads } from './workloads-google.ts';
import { microsoftWorkloads } from './workloads-microsoft.ts';

/** Environments besides production have fewer and less busy resources. */
const environmentSize: Readonly<Record<Environment, { readonly count: number; readonly load: number }>> = {
  production: { count: 1, load: 1 },
  staging: { count: 0.34, load: 0.15 },
  development: { count: 0.25, load: 0.08 },
};

const short: Readonly<Record<Environment, string>> = {
  production: 'prod',
  staging: 'stage',
  development: 'dev',
};

const subAccountType: Readonly<Record<Cloud, string>> = {
  aws: 'Member Account',
  microsoft: 'Subscription',
  google: 'Project',
};

const skusOf: Readonly<Record<Cloud, ReadonlyMap<string, Sku>>> = {
  aws: new Map(awsSkus.map((sku) => [sku.id, sku])),
  microsoft: new Map(microsoftSkus.map((sku) => [sku.id, sku])),
  google: new Map(googleSkus.map((sku) => [sku.id, sku])),
};

/** The SKU of a cloud; every workload names one that is there. */
const findSku = (cloud: Cloud, id: string): Sku => {
  const sku = skusOf[cloud].get(id);
  if (sku === undefined) throw new Error(`${cloud} has no SKU "${id}" in the sample`);
  return sku;
};

/** Everything the company runs: one line for each meter of each resource, in a fixed order. */
export const createEstate = (seed: string): readonly Line[] =>
  [...awsWorkloads, ...microsoftWorkloads, ...googleWorkloads].flatMap((workload) => {
    const account = accountOf(workload);
    return workload.environments.flatMap((environment) => {
      const subAccount = createSubAccount(seed, account.cloud, workload, environment);
      const context = { seed, workload, account, environment, subAccount };
      return workload.parts
        .filter((part) => part.environments?.includes(environment) ?? true)
        .flatMap((part) => createPart(context, part));
    });
  });

const accountOf = (workload: Workload): BillingAccount => {
  const account = billingAccounts.find(({ id }) => id === workload.billingAccountId);
  if (account === undefined) throw new Error(`no billing account ${workload.billingAccountId} in the sample`);
  return account;
};

const createSubAccount = (
  seed: string,
  cloud: Cloud,
  workload: Workload,
  environment: Environment,
): SubAccount => {
  const name = `halcyon-${workload.application}-${short[environment]}`;
  const random = createRandom(`${seed}|sub account|${cloud}|${name}`);
  const ids: Readonly<Record<Cloud, () => string>> = {
    aws: () => random.digits(12),
    microsoft: () =>
      `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-8${random.hex(3)}-${random.hex(12)}`,
    google: () => `${name}-${random.digits(4)}`,
  };
  return { id: ids[cloud](), name, type: subAccountType[cloud] };
};

interface Context {
  readonly seed: string;
  readonly workload: Workload;
  readonly account: BillingAccount;
  readonly environment: Environment;
  readonly subAccount: SubAccount;
}

const createPart = (context: Context, part: Part): Line[] => {
  const { count } = environmentSize[context.environment];
  // A part that is made for one environment is counted as it stands.
  const number = part.environments ? part.count : Math.max(1, Math.round(part.count * count));
  return Array.from({ length: number }, (_, index) => index).flatMap((index) =>
    createResource(context, part, index),
  );
};

const createResource = (context: Context, part: Part, index: number): Line[] => {
  const { seed, workload, account, environment, subAccount } = context;
  const { cloud } = account;
  const resourceName = `${workload.application}-${short[environment]}-${part.name}-${String(index + 1).padStart(2, '0')}`;
  const random = createRandom(`${seed}|resource|${cloud}|${resourceName}`);
  const region = regions[workload.regionId];
  if (region === undefined) throw new Error(`no region ${workload.regionId} in the sample`);
  const skus = part.meters.map((meter) => findSku(cloud, meter.skuId));
  const zoned = skus[0]?.category === 'Compute' && region.zones.length > 0;
  const zone = zoned ? region.zones[index % region.zones.length] : undefined;
  const resourceId = resourceIdOf(
    {
      cloud,
      subAccount,
      idKind: skus[0]?.idKind ?? '',
      regionId: workload.regionId,
      zone,
      group: `rg-${workload.application}-${short[environment]}`,
      name: resourceName,
    },
    random,
  );
  return part.meters.map((meter, position) => ({
    key: `${cloud}|${resourceName}|${meter.skuId}`,
    account,
    subAccount,
    sku: skus[position] ?? findSku(cloud, meter.skuId),
    meter: scaleMeter(meter, environment),
    environment,
    regionId: workload.regionId,
    regionName: region.name,
    zone,
    resourceId,
    resourceName,
    tags: part.tagged === false ? undefined : tagsOf(workload, environment),
    firstMonth: part.life?.fromMonth ?? 0,
    firstDayOfMonth: part.life?.fromDay ?? 1,
    untilMonth: part.life?.untilMonth,
  }));
};

const scaleMeter = (meter: Meter, environment: Environment): Meter =>
  meter.kind === 'hours' ? meter : { ...meter, perDay: meter.perDay * environmentSize[environment].load };

const tagsOf = ({ application, department, costCentre, owner }: Workload, environment: Environment): string =>
  JSON.stringify({ application, 'cost-centre': costCentre, department, environment, owner });
