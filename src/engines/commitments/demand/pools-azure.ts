import type { ChargeKind } from './charge-kind.ts';
import { type Pool, poolOf, slugOf, unknownPart } from './pool.ts';

/** `Standard_NC24ads_A100_v4`: letters, vCPUs (constrained ones after a hyphen), features, accelerator, version. */
const sizePattern = /^([A-Z]{1,4})(\d+)(?:-\d+)?([a-z]*)((?:_(?:v\d+|[A-Z]+\d+[A-Za-z0-9]*))*)$/;

/**
 * The series of a size: what is left without the number of processors. Sizes of a series share a reservation by
 * ratio, except that D11 to D15 are a group of their own.
 * Source: Microsoft Learn, "Virtual machine size flexibility with Reserved VM Instances".
 */
const seriesOfSize = (size: string): string | undefined => {
  const [, letters, count, features, rest] =
    sizePattern.exec(
      size
        .trim()
        .replace(/^(standard|basic)[_ ]/i, '')
        .replace(/ /g, '_'),
    ) ?? [];
  if (letters === undefined) return undefined;
  const isHighMemory = /^DS?$/.test(letters) && Number(count) >= 11 && Number(count) <= 15;
  const series = `${letters}${features ?? ''}${(rest ?? '').replaceAll('_', '')}`;
  return isHighMemory ? `${series}-high-memory` : series;
};

/** A meter may stand for two sizes of one price: `D2 v3/D2s v3` is `Dv3+Dsv3`. */
const seriesOfMeter = (meter: string): string | undefined => {
  const sizes = meter
    .replace(/ (low priority|spot|expired|- .*)$/i, '')
    .split('/')
    .map(seriesOfSize);
  const known = sizes.flatMap((series) => series ?? []);
  return known.length === sizes.length && known.length > 0 ? [...new Set(known)].join('+') : undefined;
};

/** `Virtual Machines Dv2/DSv2 Series - D2 v2/DS2 v2 - US East`, the product of older exports. */
const meterInProduct = (product: string | null): string | undefined =>
  /^virtual machines /i.test(product ?? '') ? product?.split(' - ').at(-2) : undefined;

const machineSeries = ({ instanceType, meter, description }: ChargeKind): string | undefined =>
  (instanceType === null ? undefined : seriesOfSize(instanceType)) ??
  seriesOfMeter(meter ?? meterInProduct(description) ?? description ?? '');

const compute = (kind: ChargeKind, lock: string): Pool => poolOf('azure/compute', [lock, kind.regionId]);

/** Scale sets, clusters and batch pools run machines whose meter says so, whatever their own service is called. */
const runsMachines =
  /^(virtual machines?|virtual machine scale sets?|azure kubernetes service|batch|azure databricks|cloud services)$/i;

const isNoMachine = /disk|licen[cs]e|snapshot|ip address|bandwidth|transfer/i;

const machinePool = (kind: ChargeKind): Pool | undefined => {
  if (isNoMachine.test(`${kind.resourceType ?? ''} ${kind.meter ?? ''}`)) return undefined;
  const series = machineSeries(kind);
  if (series !== undefined) return compute(kind, series);
  return /^virtual machines$/i.test(kind.meterCategory ?? '') && kind.meter !== null
    ? compute(kind, unknownPart)
    : undefined;
};

/** Premium v3 and v4 and Isolated v2 are what plans and reservations are sold for: `P1v3`, `P1 v3 App`, `I2 v2`. */
const appServicePool = (kind: ChargeKind): Pool | undefined => {
  const text = `${kind.instanceType ?? ''} ${kind.meter ?? ''} ${kind.description ?? ''}`;
  const [, tier, features = '', version] = /\b([PI])\d+(m?v?) ?v?([234])\b/.exec(text) ?? [];
  if (tier === undefined || version === undefined || (tier === 'P' && version === '2')) return undefined;
  return compute(kind, `app-service-${tier}${features.replace('v', '')}v${version}`);
};

/** Other services of the compute savings plan. Source: Microsoft Learn, "What is Azure savings plans for compute?". */
const planServices =
  /^(container instances|azure container apps|azure container instances|azure spring apps|azure spring cloud)$/i;

/** The pool of Azure usage, or undefined for what no commitment is sold for. */
export const azurePool = (kind: ChargeKind): Pool | undefined => {
  const service = kind.meterCategory ?? kind.serviceName ?? '';
  if (runsMachines.test(service)) return machinePool(kind);
  if (/^(azure )?app service$/i.test(service)) return appServicePool(kind);
  if (planServices.test(service)) return compute(kind, slugOf(service));
  const isPremium = /premium/i.test(kind.meter ?? kind.description ?? '');
  return /^(azure )?functions$/i.test(service) && isPremium ? compute(kind, 'functions-premium') : undefined;
};
