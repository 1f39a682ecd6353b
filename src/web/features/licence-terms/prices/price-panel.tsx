import { Body1, Button } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { removePrice } from '../../../../shared/licences/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Day, Instant, Money, TextOr } from '../../../ui/format/values.tsx';
import { Facts } from '../../../ui/page/facts.tsx';
import { SidePanel } from '../../../ui/page/side-panel.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { licencesKey } from '../term-queries.ts';
import type { PriceLine } from './price-rows.ts';

interface PricePanelProps {
  readonly line: PriceLine;
  readonly onSet: () => void;
  readonly onClose: () => void;
}

/** One price: where it comes from, whether it counts, and how to change it. */
export const PricePanel = ({ line, onSet, onClose }: PricePanelProps) => {
  const { t } = useTranslation('licence-terms');
  const formats = useFormats();
  const mayManage = useAllowed('licence.manage');
  const [removing, setRemoving] = useState(false);
  const { price, source, seats } = line;
  const facts = [
    {
      term: t('prices.price'),
      value: (
        <Money
          amount={price?.monthlyPrice}
          currency={price?.currency ?? 'XXX'}
          missing={t('prices.noPrice')}
        />
      ),
    },
    { term: t('prices.source'), value: t(`source.${source}`) },
    ...(seats === null ? [] : [{ term: t('prices.seats'), value: formats.count(seats) }]),
    { term: t('partNumber'), value: line.skuPartNumber },
    { term: t('prices.termEnd'), value: <Day on={price?.termEndDate} missing={t('prices.noTerm')} /> },
    {
      term: t('prices.term'),
      value: (
        <TextOr missing={t('prices.noTerm')}>
          {price?.termDuration && t(`term.${price.termDuration}`, { defaultValue: price.termDuration })}
        </TextOr>
      ),
    },
    {
      term: t('prices.billing'),
      value: (
        <TextOr missing={t('prices.noTerm')}>
          {price?.billingPlan && t(`billing.${price.billingPlan}`, { defaultValue: price.billingPlan })}
        </TextOr>
      ),
    },
    { term: t('changedAt'), value: <Instant at={price?.changedAt} missing={t('prices.shipped')} /> },
    { term: t('changedBy'), value: <TextOr missing={t('prices.shipped')}>{price?.changedBy}</TextOr> },
  ];
  return (
    <SidePanel
      title={line.name}
      onClose={onClose}
      actions={
        mayManage && (
          <>
            <Button appearance="primary" icon={<EditRegular />} onClick={onSet}>
              {t(source === 'contract' ? 'prices.change' : 'prices.set')}
            </Button>
            {price?.id != null && (
              <Button icon={<DeleteRegular />} onClick={() => setRemoving(true)}>
                {t('prices.remove')}
              </Button>
            )}
          </>
        )
      }
    >
      <Body1>
        {t(
          price === null
            ? 'prices.unpricedDetail'
            : price.isEffective
              ? 'countsDetail.yes'
              : 'countsDetail.no',
        )}
      </Body1>
      <Facts facts={facts} />
      {removing && <RemoveDialog line={line} onRemoved={onClose} onClose={() => setRemoving(false)} />}
    </SidePanel>
  );
};

interface RemoveDialogProps {
  readonly line: PriceLine;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}

const RemoveDialog = ({ line, onRemoved, onClose }: RemoveDialogProps) => {
  const { t } = useTranslation('licence-terms');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const remove = async () => {
    await call(removePrice, { params: { organisationId, priceId: line.price?.id ?? '' } });
    toasts.success(t('prices.removed', { name: line.name }), t('prices.judgedAnew'));
    onRemoved();
    await client.invalidateQueries({ queryKey: licencesKey(organisationId) });
  };
  return (
    <ConfirmDialog
      open
      title={t('prices.removeTitle', { name: line.name })}
      confirm={t('prices.remove')}
      destructive
      onConfirm={remove}
      onClose={onClose}
    >
      {t('prices.removeEffect')}
    </ConfirmDialog>
  );
};
