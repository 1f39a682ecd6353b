import { Badge, type BadgeProps } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { ConnectionState } from '../../../shared/connections/contract.ts';

const colours: Readonly<Record<ConnectionState, NonNullable<BadgeProps['color']>>> = {
  pending: 'informative',
  connected: 'success',
  broken: 'danger',
  revoked: 'warning',
};

/** Whether a connection works, in a word. */
export const ConnectionStateBadge = ({ state }: { readonly state: ConnectionState }) => {
  const { t } = useTranslation('connections');
  return (
    <Badge appearance="tint" color={colours[state]} title={t(`stateDetail.${state}`)}>
      {t(`state.${state}`)}
    </Badge>
  );
};
