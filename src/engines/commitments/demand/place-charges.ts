import { type ChargeKind, type Exclusion, exclusionOf } from './charge-kind.ts';
import { type Pool, poolOf, slugOf, unknownPart } from './pool.ts';
import { awsPool } from './pools-aws.ts';
import { azurePool } from './pools-azure.ts';
import { googlePool } from './pools-google.ts';

/** What demand is asked for; undefined: all there is. */
export interface DemandChoice {
  readonly currency: string | undefined;
  /** `aws/compute`; a cloud alone (`aws`) is all its pools. */
  readonly pools: readonly string[] | undefined;
}

/** A kind of charges with its place: a pool, or the reason why it is no demand. */
export type Placed<K extends ChargeKind> = { readonly kind: K } & (
  | { readonly pool: Pool; readonly exclusion?: undefined }
  | { readonly pool?: Pool | undefined; readonly exclusion: Exclusion }
);

type Cloud = { readonly name: string; readonly poolOf: (kind: ChargeKind) => Pool | undefined };

const clouds: readonly (Cloud & { readonly provider: RegExp })[] = [
  { provider: /^(aws|amazon)/i, name: 'aws', poolOf: awsPool },
  { provider: /microsoft|azure/i, name: 'azure', poolOf: azurePool },
  { provider: /^(google|gcp)/i, name: 'gcp', poolOf: googlePool },
];

const cloudOf = ({ provider }: ChargeKind): Cloud =>
  clouds.find((cloud) => cloud.provider.test(provider ?? '')) ?? {
    // It begins a field of the output, which a spreadsheet must not take for a formula.
    name: slugOf(provider ?? '').replace(/^[=+@-]+/, '') || unknownPart,
    poolOf: () => undefined,
  };

const serviceOf = (kind: ChargeKind): string => slugOf(kind.serviceName ?? 'unknown');
const meterOf = ({ meter, description }: ChargeKind): string | null => meter ?? description;

/** What is sold under one price in one region: a commitment for a part of it would have covered the rest. */
const offeringOf = (kind: ChargeKind): string =>
  JSON.stringify([cloudOf(kind).name, serviceOf(kind), meterOf(kind), kind.regionId]);

/** A service beyond the tables, of which a commitment covers something: locked to meter and region. */
const coveredPool = (kind: ChargeKind): Pool => ({
  ...poolOf(`${cloudOf(kind).name}/${serviceOf(kind)}`, [meterOf(kind), kind.regionId]),
  isTypeKnown: true,
});

const isChosen = (pool: Pool, wanted: readonly string[] | undefined): boolean =>
  wanted === undefined || wanted.some((name) => pool.name === name || pool.name.startsWith(`${name}/`));

/**
 * Finds the pool of every kind of charges. Usage belongs to one where commitments are sold for it (the tables of each cloud),
 * where a commitment covers it, or where one covers other usage of the same meter in the same region.
 */
export const placeCharges = <K extends ChargeKind>(
  kinds: readonly K[],
  choice: DemandChoice,
): readonly Placed<K>[] => {
  const known = kinds.map((kind) => {
    const exclusion = exclusionOf(kind);
    return { kind, exclusion, pool: exclusion === undefined ? cloudOf(kind).poolOf(kind) : undefined };
  });
  const covered = new Set(
    known
      .filter(
        ({ kind, exclusion, pool }) => exclusion === undefined && pool === undefined && kind.isCommitted,
      )
      .map(({ kind }) => offeringOf(kind)),
  );
  return known.map(({ kind, exclusion, pool: own }): Placed<K> => {
    if (exclusion !== undefined) return { kind, exclusion };
    const pool = own ?? (covered.has(offeringOf(kind)) ? coveredPool(kind) : undefined);
    if (pool === undefined) return { kind, exclusion: 'not-coverable' };
    if (!isChosen(pool, choice.pools)) return { kind, pool, exclusion: 'other-pool' };
    if (choice.currency !== undefined && kind.currency !== choice.currency)
      return { kind, pool, exclusion: 'other-currency' };
    return kind.price === 'unknown' ? { kind, pool, exclusion: 'unknown-price' } : { kind, pool };
  });
};
