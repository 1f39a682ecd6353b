import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type ReactNode, useMemo } from 'react';
import { Exact } from '../../../shared/money.ts';
import { type PageTarget, usePageLink } from '../page/links.tsx';
import { usePreferences } from '../theme/preferences.tsx';
import { ChangeBar } from './change-bar.tsx';
import { coloursOf, otherKey } from './palette.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: '4px 12px',
    padding: '8px',
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusMedium,
  },
  link: {
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  value: { textAlign: 'right', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
  track: {
    gridColumn: '1 / -1',
    height: '6px',
    backgroundColor: tokens.colorNeutralBackground5,
    borderRadius: '3px',
  },
  bar: { height: '100%', minWidth: '2px', borderRadius: '3px' },
  change: { gridColumn: '1 / -1' },
  rest: { borderTop: `1px solid ${tokens.colorNeutralStroke2}`, color: tokens.colorNeutralForeground2 },
});

export interface BarItem {
  /** Decides the colour, as in charts. */
  readonly key: string;
  readonly label: string;
  /** A decimal; null where there is none. */
  readonly amount: string | null;
  /** The amount as it is read, with what belongs to it. */
  readonly value: ReactNode;
  /** Where its evidence is. */
  readonly target?: PageTarget;
}

interface BarListProps {
  readonly items: readonly BarItem[];
  /** `size`: from zero, in the colour of the item; `change`: to the right or left of the middle. */
  readonly kind?: 'size' | 'change';
}

/** A few amounts side by side, each with a bar and a way to its evidence; what is left over has none. */
export const BarList = ({ items, kind = 'size' }: BarListProps) => {
  const styles = useStyles();
  const { dark } = usePreferences();
  const colours = useMemo(
    () =>
      coloursOf(
        items.map(({ key }) => key),
        dark,
      ),
    [items, dark],
  );
  // What is left over is no item of its own: many together must not look like one that is large.
  const largest = items
    .filter(({ key }) => key !== otherKey)
    .reduce((most, { amount }) => Exact.max(most, new Exact(amount ?? 0).abs()), new Exact(0))
    .toFixed();
  return (
    <ul className={styles.list}>
      {items.map((item) => (
        <li key={item.key} className={item.key === otherKey ? styles.rest : undefined}>
          <Entry item={item}>
            {kind === 'change' ? (
              <div className={styles.change}>
                <ChangeBar amount={item.amount ?? '0'} largest={largest} />
              </div>
            ) : item.key === otherKey ? null : (
              <div className={styles.track} aria-hidden>
                <div
                  className={styles.bar}
                  style={{
                    width: `${widthOf(item.amount, largest)}%`,
                    backgroundColor: colours.get(item.key) ?? colours.get(otherKey),
                  }}
                />
              </div>
            )}
          </Entry>
        </li>
      ))}
    </ul>
  );
};

/** Percent of the largest; credits have no length. */
const widthOf = (amount: string | null, largest: string): number => {
  const value = new Exact(amount ?? 0);
  if (value.lte(0) || new Exact(largest).isZero()) return 0;
  return Exact.min(value.div(largest).times(100), 100).toNumber();
};

const Entry = ({ item, children }: { readonly item: BarItem; readonly children: ReactNode }) => {
  const styles = useStyles();
  const content = (
    <>
      <span className={styles.label} title={item.label}>
        {item.label}
      </span>
      <span className={styles.value}>{item.value}</span>
      {children}
    </>
  );
  return item.target === undefined ? (
    <div className={styles.item}>{content}</div>
  ) : (
    <LinkEntry target={item.target}>{content}</LinkEntry>
  );
};

const LinkEntry = ({ target, children }: { readonly target: PageTarget; readonly children: ReactNode }) => {
  const styles = useStyles();
  const link = usePageLink(target);
  return (
    <a {...(link as object)} className={mergeClasses(styles.item, styles.link)}>
      {children}
    </a>
  );
};
