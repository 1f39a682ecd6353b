import {
  Button,
  Caption1,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  tokens,
} from '@fluentui/react-components';
import { InfoRegular } from '@fluentui/react-icons/svg/info';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inventory } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { sourceText, weakReasonText } from './source-text.ts';

const useStyles = makeStyles({
  lines: { display: 'flex', flexDirection: 'column', gap: '2px', flexShrink: 0, minWidth: 0 },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '2px 8px',
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  hint: { minWidth: 0, padding: '0 4px', fontWeight: tokens.fontWeightRegular },
  warning: { color: tokens.colorPaletteMarigoldForeground1 },
  surface: { width: 'min(420px, 88vw)', boxSizing: 'border-box', overflowWrap: 'anywhere' },
  list: { margin: '8px 0 0', paddingLeft: '20px' },
});

type Fact = Inventory['facts'][number];
const mostNamed = 3;

/** What the figures rest on: as of which day, of which tenant, and what to trust less. */
export const FactsLine = ({ facts }: { readonly facts: readonly Fact[] }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  return (
    <div className={styles.lines}>
      {facts.slice(0, mostNamed).map((fact) => (
        <Line key={fact.connectionId} fact={fact} />
      ))}
      {facts.length > mostNamed && (
        <Caption1>{t('facts.more', { count: facts.length - mostNamed })}</Caption1>
      )}
    </div>
  );
};

const Line = ({ fact }: { readonly fact: Fact }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const { weakSources, concealed, premium, connectionState } = fact;
  const read = formats.instant(fact.syncedAt);
  return (
    <Caption1 as="p" className={styles.line} style={{ margin: 0 }}>
      <span>{fact.tenantName ?? fact.connectionName}</span>
      <span aria-hidden>·</span>
      <span>{t('facts.asOf', { day: formats.day(fact.asOf) })}</span>
      <span aria-hidden>·</span>
      <span title={read.full}>{t('facts.read', { ago: formats.ago(fact.syncedAt, new Date()) })}</span>
      {connectionState === 'revoked' && (
        <Hint label={t('facts.revoked')} isWarning>
          {t('facts.revokedDetail')}
        </Hint>
      )}
      {weakSources.length > 0 && (
        <Hint label={t('facts.weak', { count: weakSources.length })} isWarning>
          {t('facts.weakDetail')}
          <ul className={styles.list}>
            {weakSources.map(({ name, reason }) => (
              <li key={name}>
                {sourceText(name, t)}: {weakReasonText(reason, t)}
              </li>
            ))}
          </ul>
        </Hint>
      )}
      {concealed === true && (
        <Hint label={t('facts.concealed')} isWarning>
          {t('facts.concealedDetail')}
          <ol className={styles.list}>
            <li>{t('facts.concealedStep1')}</li>
            <li>{t('facts.concealedStep2')}</li>
            <li>{t('facts.concealedStep3')}</li>
          </ol>
        </Hint>
      )}
      {premium === false && <Hint label={t('facts.notPremium')}>{t('facts.notPremiumDetail')}</Hint>}
    </Caption1>
  );
};

interface HintProps {
  readonly label: string;
  readonly isWarning?: boolean;
  readonly children: ReactNode;
}

const Hint = ({ label, isWarning = false, children }: HintProps) => {
  const styles = useStyles();
  return (
    <Popover trapFocus positioning="below-start">
      <PopoverTrigger disableButtonEnhancement>
        <Button
          appearance="transparent"
          size="small"
          className={styles.hint}
          icon={isWarning ? <WarningRegular className={styles.warning} /> : <InfoRegular />}
        >
          {label}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={label}>
        {children}
      </PopoverSurface>
    </Popover>
  );
};
