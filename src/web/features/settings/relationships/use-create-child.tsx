import { BuildingMultipleRegular } from '@fluentui/react-icons/svg/building-multiple';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { childKinds } from '../../../../shared/access.ts';
import type { Command } from '../../../ui/page/command-bar.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { CreateChildDialog } from './create-child-dialog.tsx';

interface CreateChild {
  readonly commands: readonly Command[];
  readonly dialog: ReactNode;
  /** undefined where nothing may be below, or for those who may not create. */
  readonly create: (() => void) | undefined;
}

/** The command that creates a partner or customer, and its dialog. */
export const useCreateChild = (): CreateChild => {
  const { t } = useTranslation('settings');
  const { kind } = useOrganisation();
  const mayCreate = useAllowed('organisation.create') && childKinds[kind].length > 0;
  const [creating, setCreating] = useState(false);
  if (!mayCreate) return { commands: [], dialog: null, create: undefined };
  const create = () => setCreating(true);
  return {
    commands: [
      {
        id: 'create',
        label: t(`relationships.create.${kind}`),
        icon: BuildingMultipleRegular,
        primary: true,
        onClick: create,
      },
    ],
    dialog: creating && <CreateChildDialog onClose={() => setCreating(false)} />,
    create,
  };
};
