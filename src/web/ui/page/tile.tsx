import { Caption1, makeStyles, Subtitle2, Title3, tokens } from '@fluentui/react-components';
import { ChevronRight16Regular } from '@fluentui/react-icons/svg/chevron-right';
import type { ReactNode } from 'react';
import { type PageTarget, usePageLink } from './links.tsx';

const useStyles = makeStyles({
  tiles: {
    display: 'grid',
    gap: '16px',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(260px, 100%), 1fr))',
  },
  tile: {
    // Question, figure and detail stand in rows that all tiles of a line share.
    display: 'grid',
    gridRow: 'span 3',
    gridTemplateRows: 'subgrid',
    rowGap: '4px',
    alignItems: 'start',
    boxSizing: 'border-box',
    minWidth: 0,
    padding: '16px',
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    ':hover': {
      backgroundColor: tokens.colorNeutralBackground1Hover,
      border: `1px solid ${tokens.colorNeutralStroke1}`,
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  question: { display: 'flex', alignItems: 'flex-start', justifyContent: 'space-between', gap: '8px' },
  chevron: { flexShrink: 0, marginTop: '3px' },
  value: { fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' },
  detail: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

/** Lays tiles out side by side, as many as fit. */
export const Tiles = ({ children }: { readonly children: ReactNode }) => (
  <div className={useStyles().tiles}>{children}</div>
);

interface TileProps extends PageTarget {
  /** The question it answers: "What can we stop paying for?" */
  readonly question: string;
  readonly value: ReactNode;
  /** What the value rests on: "214 findings · last 30 days". */
  readonly detail?: ReactNode;
}

/** A question with its answer; the whole tile leads to the evidence. */
export const Tile = ({ question, value, detail, path, search }: TileProps) => {
  const styles = useStyles();
  const link = usePageLink({ path, search });
  return (
    <a {...(link as object)} className={styles.tile}>
      <span className={styles.question}>
        <Subtitle2>{question}</Subtitle2>
        <ChevronRight16Regular className={styles.chevron} aria-hidden />
      </span>
      <Title3 className={styles.value}>{value}</Title3>
      {detail !== undefined && <Caption1 className={styles.detail}>{detail}</Caption1>}
    </a>
  );
};
