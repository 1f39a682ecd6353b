import {
  Button,
  Dialog,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { setPrice } from '../../../../shared/licences/contract.ts';
import { currencySchema } from '../../../../shared/money.ts';
import { daySchema } from '../../../../shared/time.ts';
import { call } from '../../../ui/api/call.ts';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { ChoiceField } from '../../../ui/form/choice-field.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { ReturnFocus } from '../../../ui/page/return-focus.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { licencesKey } from '../term-queries.ts';
import { type PriceLine, typedPrice } from './price-rows.ts';

const unknown = 'none';
const durations = ['P1M', 'P1Y', 'P3Y'] as const;
const plans = ['monthly', 'annual', 'triennial', 'one-time'] as const;
const orNone = <T extends string>(options: readonly [T, ...T[]]) =>
  z.union([z.enum(options), z.literal(unknown).transform(() => null)]);

const schema = z.object({
  skuPartNumber: z.string().trim().min(1).max(300),
  currency: z.string().trim().toUpperCase().pipe(currencySchema),
  monthlyPrice: z
    .string()
    .max(40)
    .transform(typedPrice)
    .pipe(
      z
        .string()
        .min(1)
        .regex(/^\d{1,12}(\.\d{1,8})?$/),
    ),
  termEndDate: z.union([z.literal('').transform(() => null), daySchema]),
  termDuration: orNone(durations),
  billingPlan: orNone(plans),
});
type Values = z.input<typeof schema>;

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px' },
  row: { display: 'grid', gap: '16px', gridTemplateColumns: '1fr 120px' },
});

interface PriceDialogProps {
  /** The SKU that gets a price; absent where it is typed. */
  readonly line: PriceLine | undefined;
  /** What prices are in most of the time. */
  readonly currency: string;
  readonly onClose: () => void;
}

/** Sets the contract price of a SKU; the findings are priced anew at once. */
export const PriceDialog = ({ line, currency, onClose }: PriceDialogProps) => {
  const { t } = useTranslation('licence-terms');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const known = line?.price ?? null;
  const initial: Values = {
    skuPartNumber: line?.skuPartNumber ?? '',
    currency: known?.currency ?? currency,
    monthlyPrice: known?.monthlyPrice ?? '',
    termEndDate: known?.termEndDate ?? '',
    termDuration: durations.find((each) => each === known?.termDuration) ?? unknown,
    billingPlan: plans.find((each) => each === known?.billingPlan) ?? unknown,
  };
  const form = useForm<typeof schema, Values>(schema, initial, async ({ skuPartNumber, ...body }) => {
    await call(setPrice, { params: { organisationId, skuPartNumber }, body });
    toasts.success(t('prices.saved', { name: line?.name ?? skuPartNumber }), t('prices.judgedAnew'));
    onClose();
    await client.invalidateQueries({ queryKey: licencesKey(organisationId) });
  });
  const none = { value: unknown, label: t('prices.notSaid') } as const;
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>
            {line === undefined ? t('prices.add') : t('prices.setFor', { name: line.name })}
          </DialogTitle>
          <DialogContent className={styles.content}>
            {t('prices.setLead')}
            <Form
              form={form}
              submit={t('prices.save')}
              inDialog
              actions={<Button onClick={onClose}>{t('ui:cancel')}</Button>}
            >
              <TextField
                form={form}
                name="skuPartNumber"
                label={t('partNumber')}
                hint={t('prices.partNumberHint')}
                maxLength={300}
                readOnly={line !== undefined}
                required
                autoFocus={line === undefined}
              />
              <div className={styles.row}>
                <TextField
                  form={form}
                  name="monthlyPrice"
                  label={t('prices.price')}
                  placeholder="57.00"
                  maxLength={40}
                  required
                  autoFocus={line !== undefined}
                />
                <TextField form={form} name="currency" label={t('prices.currency')} maxLength={3} required />
              </div>
              <TextField
                form={form}
                name="termEndDate"
                type="date"
                label={t('prices.termEnd')}
                hint={t('prices.termEndHint')}
              />
              <ChoiceField
                form={form}
                name="termDuration"
                label={t('prices.term')}
                choices={[none, ...durations.map((value) => ({ value, label: t(`term.${value}`) }))]}
              />
              <ChoiceField
                form={form}
                name="billingPlan"
                label={t('prices.billing')}
                choices={[none, ...plans.map((value) => ({ value, label: t(`billing.${value}`) }))]}
              />
            </Form>
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};
