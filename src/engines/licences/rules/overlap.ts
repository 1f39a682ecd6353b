import { Exact } from '../../../shared/money.ts';
import { type Coverage, coversPlans, usablePlans } from '../catalogue/covers.ts';
import type { HeldSeat, RuleContext } from './rule-context.ts';
import type { Offer } from './sku-facts.ts';

/** A seat that others make superfluous. */
export interface Superfluous {
  readonly skuId: string;
  readonly coverage: Coverage;
  /** Part numbers of the SKUs that cover it. */
  readonly coveredBy: readonly string[];
}

/** Parts that a bundle would replace at a lower price. */
export interface Bundling {
  readonly bundle: Offer;
  readonly partIds: readonly string[];
  readonly saving: Exact;
}

/** What is said about a set of SKUs, whoever holds it. */
export interface Overlap {
  readonly suites: readonly Superfluous[];
  readonly addOns: readonly Superfluous[];
  readonly bundling: Bundling | undefined;
}

const plansOf = ({ seat, facts }: HeldSeat) => ({ sku: facts.sku, disabledPlans: seat.disabledPlans });

/** A trial covers nothing for long, a suspended SKU nothing at all. */
export const canCover = ({ facts }: HeldSeat): boolean => {
  const status = facts.seats?.capabilityStatus ?? 'Enabled';
  return !facts.isTrial && (status === 'Enabled' || status === 'Warning');
};

/** The dearer first, so that of two SKUs that cover each other the dearer one goes; then by part number. */
const dearerFirst = (a: HeldSeat, b: HeldSeat): number => {
  const difference = (b.facts.price?.amount ?? new Exact(0)).cmp(a.facts.price?.amount ?? new Exact(0));
  if (difference !== 0) return difference;
  return a.facts.sku.partNumber < b.facts.sku.partNumber ? 1 : -1;
};

const judge = (context: RuleContext, held: HeldSeat, covering: readonly HeldSeat[]): Coverage | undefined => {
  const needed = usablePlans(plansOf(held));
  if (needed.length === 0 || covering.length === 0) return undefined;
  const coverage = coversPlans(context.order, covering.map(plansOf), needed);
  return coverage.covered ? coverage : undefined;
};

interface Elimination {
  readonly gone: readonly Superfluous[];
  readonly left: readonly HeldSeat[];
}

/**
 * Takes away one superfluous seat after the other; each is judged against what is left, so that two SKUs never
 * excuse each other. `alone`: one other SKU must cover it, rather than all others together.
 */
const eliminate = (
  context: RuleContext,
  held: readonly HeldSeat[],
  isCandidate: (each: HeldSeat) => boolean,
  coverersOf: (left: readonly HeldSeat[]) => readonly (readonly HeldSeat[])[],
): Elimination => {
  const gone: Superfluous[] = [];
  let left = held;
  for (const candidate of [...held].filter(isCandidate).sort(dearerFirst)) {
    const others = left.filter((each) => each !== candidate && canCover(each));
    for (const covering of coverersOf(others)) {
      const coverage = judge(context, candidate, covering);
      if (coverage === undefined) continue;
      const coveredBy = covering.map(({ facts }) => facts.sku.partNumber).sort();
      gone.push({ skuId: candidate.seat.skuId, coverage, coveredBy });
      left = left.filter((each) => each !== candidate);
      break;
    }
  }
  return { gone, left };
};

const findBundling = (
  context: RuleContext,
  left: readonly HeldSeat[],
  isPaid: (each: HeldSeat) => boolean,
): Bundling | undefined => {
  const heldIds = new Set(left.map(({ seat }) => seat.skuId));
  const parts = left.filter(isPaid).filter(({ facts }) => facts.price !== undefined);
  let best: Bundling | undefined;
  for (const bundle of parts.length < 2 ? [] : context.skus.offers) {
    if (heldIds.has(bundle.sku.id)) continue;
    const replaced = parts.filter((part) => {
      const needed = usablePlans(plansOf(part));
      const sameCurrency = part.facts.price?.currency === bundle.price.currency;
      return sameCurrency && needed.length > 0 && coversPlans(context.order, [bundle], needed).covered;
    });
    const sum = replaced.reduce((total, { facts }) => total.plus(facts.price?.amount ?? 0), new Exact(0));
    const saving = sum.minus(bundle.price.amount);
    if (replaced.length < 2 || saving.lte(best?.saving ?? 0)) continue;
    best = { bundle, partIds: replaced.map(({ seat }) => seat.skuId), saving };
  }
  return best;
};

const bySku = (a: Superfluous, b: Superfluous): number => (a.skuId < b.skuId ? -1 : 1);

/** Finds superfluous suites, then superfluous add-ons, then parts that a bundle would replace. */
export const findOverlap = (
  context: RuleContext,
  held: readonly HeldSeat[],
  paid: readonly HeldSeat[],
): Overlap => {
  const isPaid = (each: HeldSeat): boolean => paid.includes(each);
  const isSuite = ({ facts }: HeldSeat): boolean => facts.sku.isSuite;
  const suites = eliminate(
    context,
    held,
    (each) => isPaid(each) && isSuite(each),
    (others) => others.filter(isSuite).map((other) => [other]),
  );
  const addOns = eliminate(
    context,
    suites.left,
    (each) => isPaid(each) && !isSuite(each),
    // One SKU that covers it alone is the better evidence than all others together.
    (others) => [...others.map((other) => [other]), others],
  );
  return {
    suites: [...suites.gone].sort(bySku),
    addOns: [...addOns.gone].sort(bySku),
    bundling: findBundling(context, addOns.left, isPaid),
  };
};
