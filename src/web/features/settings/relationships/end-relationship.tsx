import { Button } from '@fluentui/react-components';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Relationship, revokeRelationship } from '../../../../shared/organisations/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { meQuery, useOrganisation } from '../../../ui/session/session.ts';
import { relationshipsKey } from './relationship-queries.ts';

interface EndRelationshipProps {
  readonly relationship: Relationship;
  /** Where the other organisation stands, seen from the one shown. */
  readonly side: 'below' | 'above';
  readonly onEnded?: () => void;
}

/** Ends a relationship at once, after saying what that does to whom. */
export const EndRelationship = ({ relationship, side, onEnded }: EndRelationshipProps) => {
  const { t } = useTranslation('settings');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const [asking, setAsking] = useState(false);
  const name = side === 'below' ? relationship.childName : relationship.parentName;
  const end = async () => {
    await call(revokeRelationship, { params: { organisationId, relationshipId: relationship.id } });
    onEnded?.();
    toasts.success(t('relationships.ended', { name }));
    await Promise.all([
      client.invalidateQueries({ queryKey: relationshipsKey(organisationId) }),
      client.invalidateQueries({ queryKey: meQuery.queryKey }),
    ]);
  };
  return (
    <>
      <Button icon={<PlugDisconnectedRegular />} onClick={() => setAsking(true)}>
        {t('relationships.end')}
      </Button>
      <ConfirmDialog
        open={asking}
        title={t('relationships.endTitle', { name })}
        confirm={t(`relationships.endConfirm.${side}`)}
        destructive
        onConfirm={end}
        onClose={() => setAsking(false)}
      >
        {t(`relationships.endEffect.${side}`, { name })}
      </ConfirmDialog>
    </>
  );
};
