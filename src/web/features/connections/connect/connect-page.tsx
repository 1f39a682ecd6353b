import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { pageTitleId } from '../../../ui/page/page-title.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { useSearchState } from '../../../ui/state/use-search-state.ts';
import { optionsQuery } from '../connection-queries.ts';
import { AsksStep } from './asks-step.tsx';
import { GoStep } from './go-step.tsx';
import { type Step, Steps, steps } from './steps.tsx';
import { WhatStep } from './what-step.tsx';
import { firstValues, type WizardValues, type wizardSchema } from './wizard-values.ts';

const searchSchema = z.object({ step: z.enum(steps).default('what') });

/** Connects a tenant in three steps: what is read, what Microsoft will ask, and the way to Microsoft. */
export const ConnectPage = () => {
  const { t } = useTranslation('connections');
  const { organisationId } = useOrganisation();
  const options = useQuery(optionsQuery(organisationId));
  const [search, change] = useSearchState(searchSchema);
  const [values, setValues] = useState<WizardValues>(firstValues);
  const [parsed, setParsed] = useState<z.output<typeof wizardSchema>>();
  // What was typed is not in the address: a secret may be among it. Without it the first step is the place to be.
  const step = parsed === undefined ? 'what' : search.step;
  useFreshStart(step);
  return (
    <Page title={t('connect.title')} answers={t(`connect.stepLead.${step}`)} layout="form">
      <Steps current={step} />
      {options.isError && <ErrorState error={options.error} onRetry={() => void options.refetch()} />}
      {options.isPending && <SkeletonRows rows={6} />}
      {options.data !== undefined && step === 'what' && (
        <WhatStep
          options={options.data}
          values={values}
          onNext={(typed, checked) => {
            setValues(typed);
            setParsed(checked);
            change({ step: 'asks' });
          }}
        />
      )}
      {step === 'asks' && (
        <AsksStep
          values={values}
          onBack={() => change({ step: 'what' })}
          onNext={() => change({ step: 'go' })}
        />
      )}
      {step === 'go' && parsed !== undefined && (
        <GoStep values={parsed} onBack={() => change({ step: 'asks' })} />
      )}
    </Page>
  );
};

/** Another step begins at its head, for eyes, keyboards and screen readers. */
const useFreshStart = (step: Step): void => {
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    document.getElementById('content')?.scrollTo(0, 0);
    document.getElementById(pageTitleId)?.focus({ preventScroll: true });
  }, [step]);
};
