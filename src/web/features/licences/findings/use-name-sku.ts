import { useMemo } from 'react';
import { useFacts } from '../common/tenant-gate.tsx';
import type { NameSku } from './finding-words.ts';

/** Names SKUs as the inventory does. */
export const useNameSku = (): NameSku => {
  const inventory = useFacts();
  return useMemo(() => {
    const names = new Map(
      (inventory?.skus ?? []).flatMap(({ skuId, skuPartNumber, name }) => [
        [skuId, name] as const,
        [skuPartNumber, name] as const,
      ]),
    );
    return (sku) => names.get(sku) ?? sku;
  }, [inventory]);
};
