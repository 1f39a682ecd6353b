import { Body1, makeStyles, Title3, tokens } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';

const useStyles = makeStyles({
  side: { display: 'flex', flexDirection: 'column', gap: '12px', minWidth: 0, marginTop: '8px' },
  title: { margin: 0 },
  lead: { margin: 0, color: tokens.colorNeutralForeground2 },
});

interface SideProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** One of the sides of the overview, above the sections that belong to it. */
export const Side = ({ title, lead, children }: SideProps) => {
  const styles = useStyles();
  const id = useId();
  return (
    <section className={styles.side} aria-labelledby={id}>
      <div>
        <Title3 as="h2" block id={id} className={styles.title}>
          {title}
        </Title3>
        {lead !== undefined && (
          <Body1 as="p" block className={styles.lead}>
            {lead}
          </Body1>
        )}
      </div>
      {children}
    </section>
  );
};
