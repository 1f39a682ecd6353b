import { Body1, makeStyles, Subtitle1, tokens } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '12px', minWidth: 0, marginTop: '16px' },
  header: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    gap: '8px',
  },
  title: { margin: 0 },
  lead: { color: tokens.colorNeutralForeground2 },
});

interface SectionProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of a page, without a box around it. */
export const Section = ({ title, lead, aside, children }: SectionProps) => {
  const styles = useStyles();
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.header}>
        <Subtitle1 as="h2" id={id} className={styles.title}>
          {title}
        </Subtitle1>
        {aside}
      </div>
      {lead !== undefined && <Body1 className={styles.lead}>{lead}</Body1>}
      {children}
    </section>
  );
};
