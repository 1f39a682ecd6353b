import { lazy, useEffect, useState } from 'react';
import { onStepUp } from '../../ui/api/session-events.ts';
import { WhenWanted } from './when-wanted.tsx';

const StepUpDialog = lazy(async () => ({ default: (await import('./step-up-dialog.tsx')).StepUpDialog }));

/** Has the password confirmed when an operation wants it, and then lets the operation go on. */
export const StepUp = () => {
  const [answer, setAnswer] = useState<{ readonly give: (confirmed: boolean) => void }>();
  useEffect(() => onStepUp(() => new Promise<boolean>((give) => setAnswer({ give }))), []);
  const finish = (confirmed: boolean) => {
    answer?.give(confirmed);
    setAnswer(undefined);
  };
  return (
    <WhenWanted wanted={answer !== undefined}>
      <StepUpDialog open={answer !== undefined} onFinish={finish} />
    </WhenWanted>
  );
};
