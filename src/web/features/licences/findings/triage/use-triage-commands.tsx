import { AlertSnoozeRegular } from '@fluentui/react-icons/svg/alert-snooze';
import { ArrowUndoRegular } from '@fluentui/react-icons/svg/arrow-undo';
import { DismissCircleRegular } from '@fluentui/react-icons/svg/dismiss-circle';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingRow } from '../../../../../shared/licences/contract.ts';
import type { Command } from '../../../../ui/page/command-bar.tsx';
import type { FindingTab } from '../findings-search.ts';
import { DismissDialog } from './dismiss-dialog.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { useTriage } from './use-triage.ts';

interface Asking {
  readonly what: 'snooze' | 'dismiss';
  readonly findings: readonly FindingRow[];
  readonly clear: () => void;
}

interface TriageCommands {
  /** What can be decided about findings of this tab, for the bar over a grid or the foot of a panel. */
  readonly commandsFor: (findings: readonly FindingRow[], clear: () => void) => readonly Command[];
  /** The question that is open, if one is. */
  readonly dialog: ReactNode;
}

/** Decisions about findings: those that need a reason or a day ask for it. */
export const useTriageCommands = (tab: FindingTab): TriageCommands => {
  const { t } = useTranslation('licences');
  const triage = useTriage();
  const [asking, setAsking] = useState<Asking>();
  const commandsFor = useCallback<TriageCommands['commandsFor']>(
    (findings, clear) => {
      const ask = (what: Asking['what']) => () => setAsking({ what, findings, clear });
      const commands = [
        { id: 'snooze', label: t('triage.snooze'), icon: AlertSnoozeRegular, onClick: ask('snooze') },
        { id: 'dismiss', label: t('triage.dismiss'), icon: DismissCircleRegular, onClick: ask('dismiss') },
        {
          id: 'reopen',
          label: t('triage.reopen'),
          icon: ArrowUndoRegular,
          onClick: () => {
            clear();
            void triage(findings, { kind: 'reopen' });
          },
        },
      ];
      const offered: Readonly<Record<FindingTab, readonly string[]>> = {
        decide: ['snooze', 'dismiss'],
        snoozed: ['reopen', 'snooze', 'dismiss'],
        dismissed: ['reopen', 'snooze'],
        planned: [],
        gone: [],
      };
      return offered[tab].flatMap((id) => commands.find((command) => command.id === id) ?? []);
    },
    [tab, t, triage],
  );
  const close = () => setAsking(undefined);
  const dialog =
    asking === undefined ? null : asking.what === 'snooze' ? (
      <SnoozeDialog findings={asking.findings} onDecided={asking.clear} onClose={close} />
    ) : (
      <DismissDialog findings={asking.findings} onDecided={asking.clear} onClose={close} />
    );
  return { commandsFor, dialog };
};
