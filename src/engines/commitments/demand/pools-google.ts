import type { ChargeKind } from './charge-kind.ts';
import { type Pool, poolOf, slugOf } from './pool.ts';

/** Fees of commitments, licences and premiums beside the machine, network and disks. */
const isNoMachine =
  /^commitment|licen[cs]|sole tenancy|premium|network|egress|static ip|spot preemptible|^preemptible|persistent disk|capacity|image/i;

/** Older families have no letters in their SKUs: `Compute optimized Core` is C2, `Custom Instance Core` N1. */
const namedFamilies: readonly (readonly [RegExp, string])[] = [
  [/^compute optimized/i, 'C2'],
  [/^memory[- ]optimized/i, 'M1'],
  [/^custom (instance|extended)/i, 'N1'],
];

/**
 * Machine family and resource of a SKU: `N2D AMD Instance Core running in Americas` is `N2D-vcpu`. Processors, memory,
 * GPUs and local SSDs are committed to apart.
 * Source: Google Cloud, "Resource-based committed use discounts".
 */
const resourceOf = (sku: string): string | undefined => {
  if (isNoMachine.test(sku)) return undefined;
  const gpu = /^(nvidia .*?) gpu/i.exec(sku)?.[1];
  if (gpu !== undefined) return `gpu-${slugOf(gpu)}`;
  if (/^ssd backed local storage/i.test(sku)) return 'local-ssd';
  const kind = /\b(core|cpu|vcpu)s?\b/i.test(sku)
    ? 'vcpu'
    : /\b(ram|memory)\b/i.test(sku)
      ? 'memory'
      : undefined;
  if (kind === undefined) return undefined;
  const named = namedFamilies.find(([pattern]) => pattern.test(sku))?.[1];
  const family = named ?? /^([A-Z]\d+[A-Z]?)\b/.exec(sku)?.[1];
  return family === undefined ? undefined : `${family}-${kind}`;
};

const compute = (locks: readonly (string | null)[]): Pool => poolOf('gcp/compute', locks);

/** Covered by flexible commitments alone, so that no project matters. Source: Google Cloud, "Compute flexible CUDs". */
const flexibleServices: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^cloud run( functions)?$/i, /cpu|memory/i, 'cloud-run'],
  [/kubernetes engine/i, /autopilot/i, 'gke-autopilot'],
];

/**
 * The pool of Google Cloud usage, or undefined for what no commitment is sold for. A resource commitment is bought in a
 * project, a region and for a resource of a machine family.
 */
export const googlePool = (kind: ChargeKind): Pool | undefined => {
  const service = kind.serviceName ?? '';
  if (/^compute engine$/i.test(service)) {
    const resource = resourceOf(kind.meter ?? '') ?? resourceOf(kind.description ?? '');
    return resource === undefined ? undefined : compute([resource, kind.subAccountId, kind.regionId]);
  }
  const what = `${kind.meter ?? ''} ${kind.description ?? ''}`;
  const flexible = flexibleServices.find(([name, sku]) => name.test(service) && sku.test(what));
  return flexible === undefined ? undefined : compute([flexible[2], kind.regionId]);
};
