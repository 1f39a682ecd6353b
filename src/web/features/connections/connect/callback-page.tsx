import { Button } from '@fluentui/react-components';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { finishConsent } from '../../../../shared/connections/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { EmptyState, ErrorState } from '../../../ui/feedback/states.tsx';
import { pagePath } from '../../../ui/page/links.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { useSearchState } from '../../../ui/state/use-search-state.ts';
import { connectionsKey } from '../connection-queries.ts';
import { keepDetail } from './outcome.ts';

/** What Microsoft adds to the address (OAuth 2.0, RFC 6749 §4.1.2; Entra's admin consent page). */
const searchSchema = z.object({
  state: z.string().max(500).optional(),
  code: z.string().max(20_000).optional(),
  error: z.string().max(500).optional(),
  error_description: z.string().optional(),
  admin_consent: z.string().max(20).optional(),
  tenant: z.string().max(100).optional(),
});
type Returned = z.output<typeof searchSchema>;

const bodyOf = (state: string, { code, error, error_description, admin_consent, tenant }: Returned) => ({
  state,
  ...(code === undefined ? {} : { code }),
  ...(error === undefined ? {} : { error }),
  ...(error_description === undefined ? {} : { errorDescription: error_description.slice(0, 4000) }),
  ...(admin_consent === undefined ? {} : { adminConsent: admin_consent.toLowerCase() === 'true' }),
  ...(tenant === undefined ? {} : { tenant }),
});

/** Where Microsoft sends the browser back: finishes the consent once, and leads on to what came of it. */
export const CallbackPage = () => {
  const { t } = useTranslation('connections');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [returned] = useSearchState(searchSchema);
  const { state } = returned;
  const finished = useQuery({
    queryKey: ['consent', state],
    // A consent counts once: asking again would only say that it is used up, so nothing interrupts the first time.
    queryFn: () => call(finishConsent, { body: bodyOf(state ?? '', returned) }),
    enabled: state !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const { data } = finished;
  useEffect(() => {
    if (data === undefined) return;
    const { organisationId, connectionId, outcome, detail } = data;
    keepDetail(client, connectionId, detail);
    void client.invalidateQueries({ queryKey: connectionsKey(organisationId) });
    const to = pagePath(organisationId, `connections/${connectionId}/consent`);
    // The code stays neither in the address nor in the history.
    void navigate({ to, search: { outcome } as never, replace: true });
  }, [data, client, navigate]);
  return (
    <Page title={t('callback.title')} answers={t('callback.answers')} layout="form">
      {state === undefined ? (
        <EmptyState title={t('callback.nothing')} icon={PlugDisconnectedRegular} actions={<Home />}>
          {t('callback.nothingDetail')}
        </EmptyState>
      ) : finished.isError ? (
        <ErrorState error={finished.error} actions={<Home />} />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </Page>
  );
};

const Home = () => {
  const { t } = useTranslation('connections');
  const router = useRouter();
  return (
    <Button appearance="primary" onClick={() => void router.navigate({ to: '/' })}>
      {t('callback.home')}
    </Button>
  );
};
