import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { delegatedRoleSchema } from '../../../../shared/organisations/contract.ts';
import type { Choice } from '../../../ui/form/choice-field.tsx';

export type DelegatedRole = z.infer<typeof delegatedRoleSchema>;

/** How far a parent may reach, with what each means in plain words, furthest first. */
export const useReachChoices = (): readonly Choice<DelegatedRole>[] => {
  const { t } = useTranslation('settings');
  return useMemo(
    () =>
      delegatedRoleSchema.options.map((value) => ({
        value,
        label: t(`app:role.${value}`),
        detail: t(`relationships.reach.${value}`),
      })),
    [t],
  );
};
