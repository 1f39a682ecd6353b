import { useMemo } from 'react';
import type { Inventory } from '../../../../shared/licences/contract.ts';
import type { FacetChoice } from '../../../ui/filter/facet-button.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';

/** The SKUs of all tenants to choose from, each once, by id or by part number. */
export const useSkuChoices = (
  inventory: Inventory,
  by: 'skuId' | 'skuPartNumber',
): readonly FacetChoice[] => {
  const { collator } = useFormats();
  return useMemo(() => {
    const names = new Map(inventory.skus.map((sku) => [sku[by], sku.name]));
    return [...names]
      .map(([value, label]) => ({ value, label }))
      .sort((a, b) => collator.compare(a.label, b.label));
  }, [inventory, by, collator]);
};
