import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../../shared/connections/contract.ts';
import { Instant } from '../../../ui/format/values.tsx';
import { problemWords } from '../connection-words.ts';

interface MessagesProps {
  readonly connection: Connection;
  /** Absent for whoever may not manage connections. */
  readonly onConnect: (() => void) | undefined;
  readonly onShowPermissions: () => void;
}

/** What stands in the way of a connection, with the remedy; nothing when all is well. */
export const ConnectionMessages = ({ connection, onConnect, onShowPermissions }: MessagesProps) => {
  const { t } = useTranslation('connections');
  const { state, lacking, concealed, premium } = connection;
  const again = onConnect !== undefined && (
    <MessageBarActions>
      <Button onClick={onConnect}>{t(state === 'pending' ? 'toMicrosoft' : 'connectAgain')}</Button>
    </MessageBarActions>
  );
  return (
    <>
      {state === 'broken' && <Broken connection={connection}>{again}</Broken>}
      {state === 'pending' && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('pendingTitle')}</MessageBarTitle>
            {t('stateDetail.pending')}
          </MessageBarBody>
          {again}
        </MessageBar>
      )}
      {state === 'revoked' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>
              {t('revokedTitle')} <Instant at={connection.revokedAt} />
            </MessageBarTitle>
            {t('stateDetail.revoked')} {t('revokedAtMicrosoft')}
          </MessageBarBody>
          {again}
        </MessageBar>
      )}
      {state === 'connected' && lacking.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('lackingTitle', { count: lacking.length })}</MessageBarTitle>
            {t('lackingDetail', { names: lacking.join(', ') })}
          </MessageBarBody>
          <MessageBarActions>
            <Button onClick={onShowPermissions}>{t('showPermissions')}</Button>
            {onConnect !== undefined && <Button onClick={onConnect}>{t('connectAgain')}</Button>}
          </MessageBarActions>
        </MessageBar>
      )}
      {state !== 'revoked' && concealed === true && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('concealedTitle')}</MessageBarTitle>
            {t('concealedDetail')}
          </MessageBarBody>
        </MessageBar>
      )}
      {state !== 'revoked' && premium === false && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('notPremiumTitle')}</MessageBarTitle>
            {t('notPremiumDetail')}
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  );
};

const Broken = ({
  connection: { problem },
  children,
}: {
  readonly connection: Connection;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation('connections');
  const said = problem === null ? undefined : problemWords(problem, t);
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t('brokenTitle')}</MessageBarTitle>
        {said === undefined ? t('stateDetail.broken') : [said.why, said.remedy].filter(Boolean).join(' ')}
      </MessageBarBody>
      {children}
    </MessageBar>
  );
};
