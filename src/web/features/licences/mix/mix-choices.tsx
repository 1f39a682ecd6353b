import { Body1, Button, makeStyles, Switch, tokens } from '@fluentui/react-components';
import { CalculatorRegular } from '@fluentui/react-icons/svg/calculator';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MixResult } from '../../../../shared/licences/mix-result.ts';
import { Section } from '../../../ui/page/section.tsx';
import { useAllowed } from '../../../ui/session/session.ts';
import { ChoicePrice } from './choice-price.tsx';
import { type MixSwitches, mixSwitchesSchema, priceOfChoice } from './mix-data.ts';
import type { MixRun } from './use-mix-run.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(200px, max-content)',
    gap: '2px 24px',
    alignItems: 'center',
    padding: '8px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  switch: { marginLeft: '-8px' },
  price: { textAlign: 'right', '@media (max-width: 640px)': { textAlign: 'left' } },
  detail: { gridColumn: '1 / -1', color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
});

interface MixChoicesProps {
  readonly result: MixResult;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly run: MixRun;
}

const defaultLimit = 300;

/** What everybody keeps whatever the reports show, and what each of these choices costs. */
export const MixChoices = ({ result, policy, run }: MixChoicesProps) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const mayManage = useAllowed('licence.manage');
  const saved = mixSwitchesSchema.parse(policy);
  const [draft, setDraft] = useState<Partial<MixSwitches>>({});
  const shown: MixSwitches = { ...saved, ...draft };
  const isChanged = JSON.stringify(shown) !== JSON.stringify(saved);
  const set = (part: Partial<MixSwitches>) => setDraft((current) => ({ ...current, ...part }));
  const rows = [
    { id: 'keepSecurity', on: shown.keepSecurity, flip: (on: boolean) => set({ keepSecurity: on }) },
    { id: 'keepUnknown', on: shown.keepUnknown, flip: (on: boolean) => set({ keepUnknown: on }) },
    { id: 'keepExtras', on: shown.keepExtras, flip: (on: boolean) => set({ keepExtras: on }) },
    {
      id: 'inactive',
      on: shown.inactive === 'keep',
      flip: (on: boolean) => set({ inactive: on ? 'keep' : 'release' }),
    },
    {
      id: 'businessSeatLimit',
      on: shown.businessSeatLimit !== null,
      flip: (on: boolean) =>
        set({ businessSeatLimit: on ? (saved.businessSeatLimit ?? defaultLimit) : null }),
    },
  ] as const;
  return (
    <Section title={t('mix.choices')} lead={t('mix.choicesLead')}>
      <ul className={styles.list}>
        {rows.map(({ id, on, flip }) => (
          <li key={id} className={styles.item}>
            <Switch
              className={styles.switch}
              checked={on}
              disabled={!mayManage}
              label={t(`mix.choice.${id}`, { limit: shown.businessSeatLimit ?? defaultLimit })}
              onChange={(_, data) => flip(data.checked)}
            />
            <span className={styles.price}>
              <ChoicePrice
                price={on ? priceOfChoice(result, id) : undefined}
                isOn={on}
                currency={result.currency}
              />
            </span>
            <Body1 className={styles.detail}>{t(`mix.choiceDetail.${id}`)}</Body1>
          </li>
        ))}
      </ul>
      <Fixed result={result} />
      {isChanged && (
        <div className={styles.actions}>
          <Button
            appearance="primary"
            icon={<CalculatorRegular />}
            disabledFocusable={run.isStarting || run.run !== undefined}
            onClick={() => {
              run.start({ ...policy, ...shown });
              setDraft({});
            }}
          >
            {t('mix.recomputeWith')}
          </Button>
          <Button onClick={() => setDraft({})}>{t('mix.discard')}</Button>
        </div>
      )}
    </Section>
  );
};

const switched = ['keepSecurity', 'keepUnknown', 'keepExtras', 'inactive', 'businessSeatLimit'];

/** Choices that are made elsewhere, such as a baseline for a group; their price belongs here, too. */
const Fixed = ({ result }: { readonly result: MixResult }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const others = result.choices.filter(({ choice }) => !switched.includes(choice));
  if (others.length === 0) return null;
  return (
    <ul className={styles.list}>
      {others.map(({ choice, setting, monthlyPrice, monthlyPriceUncommitted }) => (
        <li key={`${choice} ${setting}`} className={styles.item}>
          <span>
            {t(`mix.choice.${choice}`, { defaultValue: choice })}: {setting}
          </span>
          <span className={styles.price}>
            <ChoicePrice
              price={{ now: monthlyPrice, later: monthlyPriceUncommitted }}
              isOn
              currency={result.currency}
            />
          </span>
        </li>
      ))}
    </ul>
  );
};
