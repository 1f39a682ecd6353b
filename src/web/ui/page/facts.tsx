import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(112px, max-content) 1fr',
    columnGap: '24px',
    rowGap: '8px',
    margin: 0,
  },
  term: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
});

export interface Fact {
  readonly term: string;
  readonly value: ReactNode;
}

/** Terms and values, for panels. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => {
  const styles = useStyles();
  return (
    <dl className={styles.list}>
      {facts.map(({ term, value }) => (
        <Pair key={term} term={term} value={value} />
      ))}
    </dl>
  );
};

const Pair = ({ term, value }: Fact) => {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>{value}</dd>
    </>
  );
};
