import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Written } from './formats.ts';
import { useFormats } from './use-formats.ts';

const useStyles = makeStyles({
  number: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  missing: { color: tokens.colorNeutralForeground3 },
  good: { color: tokens.colorPaletteGreenForeground1 },
  bad: { color: tokens.colorPaletteRedForeground1 },
});

interface Optional {
  /** Why there is no value, said on hover and to screen readers. */
  readonly missing?: string | undefined;
}

/** "—" with the reason on hover: missing is never 0. */
export const Missing = ({ missing }: Optional) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const reason = missing ?? t('missing');
  return (
    <span className={styles.missing} title={reason} role="img" aria-label={reason}>
      —
    </span>
  );
};

const Shown = ({
  written,
  className,
}: {
  readonly written: Written;
  readonly className?: string | undefined;
}) => {
  const styles = useStyles();
  const more = written.full === written.text ? undefined : written.full;
  return (
    <span className={`${styles.number} ${className ?? ''}`} title={more}>
      {written.text}
    </span>
  );
};

interface MoneyProps extends Optional {
  readonly amount: string | null | undefined;
  readonly currency: string;
  /** Abbreviated, for tiles. */
  readonly short?: boolean;
}

/** An amount with its currency; every digit on hover. */
export const Money = ({ amount, currency, short = false, missing }: MoneyProps) => {
  const formats = useFormats();
  if (amount === null || amount === undefined) return <Missing missing={missing} />;
  return <Shown written={short ? formats.moneyShort(amount, currency) : formats.money(amount, currency)} />;
};

interface QuantityProps extends Optional {
  readonly value: string | null | undefined;
  readonly unit?: string;
}

/** A quantity with its unit; every digit on hover. */
export const Quantity = ({ value, unit, missing }: QuantityProps) => {
  const formats = useFormats();
  if (value === null || value === undefined) return <Missing missing={missing} />;
  return <Shown written={formats.quantity(value, unit)} />;
};

interface FractionProps extends Optional {
  /** As a fraction: "0.125" is 12.5 %. */
  readonly fraction: string | null | undefined;
}

/** A share, with one decimal. */
export const Percent = ({ fraction, missing }: FractionProps) => {
  const formats = useFormats();
  if (fraction === null || fraction === undefined) return <Missing missing={missing} />;
  return <Shown written={formats.percent(fraction)} />;
};

interface ChangeProps extends FractionProps {
  /** Which direction is good: spend that rises is bad, savings that rise are good. */
  readonly of: 'spend' | 'saving' | 'neutral';
}

/** A change against an earlier value, coloured by what it means. */
export const Change = ({ fraction, of, missing }: ChangeProps) => {
  const formats = useFormats();
  const styles = useStyles();
  if (fraction === null || fraction === undefined) return <Missing missing={missing} />;
  const written = formats.change(fraction);
  const rises = !fraction.startsWith('-');
  const flat = /^-?0*(\.0*)?$/.test(fraction);
  const good = of === 'saving' ? rises : !rises;
  const tone = flat || of === 'neutral' ? undefined : good ? styles.good : styles.bad;
  return <Shown written={written} className={tone} />;
};

interface InstantProps extends Optional {
  readonly at: string | null | undefined;
}

/** An instant in the member's time zone, which is said on hover. */
export const Instant = ({ at, missing }: InstantProps) => {
  const formats = useFormats();
  if (at === null || at === undefined) return <Missing missing={missing} />;
  const written = formats.instant(at);
  return (
    <time dateTime={at} title={written.full} style={{ whiteSpace: 'nowrap' }}>
      {written.text}
    </time>
  );
};

/** A calendar day. */
export const Day = ({ on, missing }: { readonly on: string | null | undefined } & Optional) => {
  const formats = useFormats();
  if (on === null || on === undefined) return <Missing missing={missing} />;
  return <time dateTime={on}>{formats.day(on)}</time>;
};

/** Text, or "—" with the reason. */
export const TextOr = ({ children, missing }: { readonly children: ReactNode } & Optional) =>
  children === null || children === undefined || children === '' ? <Missing missing={missing} /> : children;
