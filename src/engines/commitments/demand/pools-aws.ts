import type { ChargeKind } from './charge-kind.ts';
import { type Pool, poolOf, slugOf, unknownPart } from './pool.ts';

/**
 * Instance hours by usage type, whose prefix is the region: `USE2-BoxUsage:m5.large`. Hosts and capacity reservations that
 * run empty are covered like instances.
 * Source: AWS Cost and Usage Report user guide, "Usage type"; Savings Plans user guide, "Compute Savings Plans".
 */
const instanceUsage =
  /(?:^|-)(?:BoxUsage|HostBoxUsage|DedicatedUsage|HostUsage|ReservedHostUsage|UnusedBox|UnusedDed)(?::|$)/;

/**
 * A usage type has a colon, or hyphens after a region or words of several capitals (`USE2-`, `DataTransfer-`), and no
 * blanks; meters of other exports are words (`On-Demand`).
 */
const isUsageType = (meter: string): boolean =>
  /^[A-Za-z0-9]+[-:][A-Za-z0-9.:-]+$/.test(meter) && /:|^[^-]*[A-Z0-9][^-]*[A-Z0-9][^-]*-/.test(meter);

const typePattern =
  /(?:^|[^a-z0-9.-])((?:(?:db|cache|ml)\.)?[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.(?:nano|micro|small|medium|large|[0-9]*xlarge|metal(?:-[0-9]+xl)?)(?![a-z0-9])/;

/** `m5` of `$0.096 per On Demand Linux m5.large Instance Hour`; `db.r6g` of `db.r6g.xlarge`. */
const familyIn = (text: string | null): string | undefined =>
  typePattern.exec(text?.toLowerCase() ?? '')?.[1];

const familyOf = ({ instanceType, meter, description }: ChargeKind): string | undefined =>
  familyIn(instanceType) ??
  familyIn(meter) ??
  familyIn(description) ??
  /HostUsage:([a-z][a-z0-9-]*)$/.exec(meter ?? '')?.[1];

const compute = (kind: ChargeKind, lock: string): Pool => poolOf('aws/compute', [lock, kind.regionId]);

const isInstance = ({ meter, resourceType, description }: ChargeKind): boolean => {
  if (meter !== null && isUsageType(meter)) return instanceUsage.test(meter);
  return (
    resourceType?.toLowerCase() === 'instance' ||
    !/ebs|credit|transfer|storage/i.test(meter ?? description ?? '')
  );
};

/** An EC2 Instance Savings Plan is locked to a family and region, and so is a size-flexible reserved instance. */
const instancePool = (kind: ChargeKind): Pool | undefined => {
  if (!isInstance(kind)) return undefined;
  const family = familyOf(kind);
  if (family !== undefined) return compute(kind, family);
  const isMachine = kind.resourceType?.toLowerCase() === 'instance' || instanceUsage.test(kind.meter ?? '');
  return isMachine ? compute(kind, unknownPart) : undefined;
};

/** Reserved nodes are locked to service, engine, family and region. */
const databasePool = (kind: ChargeKind, service: string): Pool | undefined => {
  const family = familyOf(kind);
  if (family === undefined) return undefined;
  const locks = [kind.engine === null ? service : `${service}-${slugOf(kind.engine)}`, family, kind.regionId];
  return poolOf('aws/database', locks);
};

const databases: readonly (readonly [RegExp, string])[] = [
  [/^(amazon )?(relational database service|rds|amazonrds)$/i, 'rds'],
  [/^(amazon )?(elasticache|amazonelasticache)$/i, 'elasticache'],
  [/^(amazon )?(memorydb|amazonmemorydb)/i, 'memorydb'],
];

const isEc2 = (service: string): boolean =>
  /^(amazon elastic compute cloud|amazonec2|amazon ec2)/i.test(service);

/** Plans cover time and memory; on requests they save nothing, and transfer they do not cover. */
const isFunctionTime = (text: string): boolean =>
  /gb-second|total compute|provisioned|concurrency|duration/i.test(text) && !/transfer|bytes/i.test(text);

/** Of Fargate plans cover processors and memory. */
const isContainerTime = (text: string): boolean =>
  /fargate/i.test(text) && !/ephemeral|storage|transfer/i.test(text);

/** The pool of AWS usage, or undefined for what no commitment is sold for. */
export const awsPool = (kind: ChargeKind): Pool | undefined => {
  const service = kind.serviceName ?? '';
  const text = kind.meter ?? kind.description ?? '';
  if (isContainerTime(text)) return compute(kind, 'fargate');
  if (isEc2(service)) return instancePool(kind);
  if (/^(aws )?lambda$|^AWSLambda$/i.test(service))
    return isFunctionTime(text) ? compute(kind, 'lambda') : undefined;
  const database = databases.find(([pattern]) => pattern.test(service));
  return database === undefined ? undefined : databasePool(kind, database[1]);
};
