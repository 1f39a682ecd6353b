import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Role, roles } from '../../../../shared/access.ts';
import type { Choice } from '../../../ui/form/choice-field.tsx';

/** The roles with what each may do, strongest first. */
export const useRoleChoices = (): readonly Choice<Role>[] => {
  const { t } = useTranslation('settings');
  return useMemo(
    () => roles.map((value) => ({ value, label: t(`app:role.${value}`), detail: t(`roleDetail.${value}`) })),
    [t],
  );
};

/** Labels of the roles by value, for a column of choices. */
export const useRoleLabels = (): Readonly<Record<string, string>> => {
  const choices = useRoleChoices();
  return useMemo(() => Object.fromEntries(choices.map(({ value, label }) => [value, label])), [choices]);
};
