import { Body1, makeStyles, mergeClasses, Title2, tokens } from '@fluentui/react-components';
import { type ReactNode, useContext, useEffect } from 'react';
import { OrganisationContext } from '../session/session.ts';
import { type Command, CommandBar } from './command-bar.tsx';
import { pageTitleId } from './page-title.ts';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    boxSizing: 'border-box',
    gap: '16px',
    padding: '20px 32px 32px',
    minWidth: 0,
    '@media (max-width: 640px)': { padding: '16px 16px 24px' },
  },
  fill: { height: '100%', minHeight: '480px' },
  form: { maxWidth: '1200px' },
  header: { display: 'flex', flexDirection: 'column', gap: '4px' },
  title: {
    margin: 0,
    outlineStyle: 'none',
    overflowWrap: 'anywhere',
    '@media (max-width: 640px)': { fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 },
  },
  commands: { display: 'flex', flexShrink: 0 },
  // A subtle button has no edge: what stands in line with the page is its icon.
  subtleFirst: { marginLeft: '-12px' },
  answer: { color: tokens.colorNeutralForeground2 },
});

interface PageProps {
  readonly title: string;
  /** One line that says which question the page answers. */
  readonly answers: ReactNode;
  readonly commands?: readonly Command[];
  /**
   * `full`: as wide as the window; `form`: at most 1200 px; `fill`: as wide and exactly as high as the
   * window, for a grid that scrolls inside.
   */
  readonly layout?: 'full' | 'form' | 'fill';
  readonly children: ReactNode;
}

/** Every page: title, the question it answers, its commands, its content; sets the document's title. */
export const Page = ({ title, answers, commands = [], layout = 'full', children }: PageProps) => {
  const styles = useStyles();
  const organisation = useContext(OrganisationContext)?.name;
  useEffect(() => {
    document.title = [title, organisation, 'Trimtab'].filter(Boolean).join(' · ');
  }, [title, organisation]);
  return (
    <div
      className={mergeClasses(
        styles.page,
        layout === 'form' && styles.form,
        layout === 'fill' && styles.fill,
      )}
    >
      <header className={styles.header}>
        <Title2 as="h1" id={pageTitleId} tabIndex={-1} className={styles.title}>
          {title}
        </Title2>
        <Body1 className={styles.answer}>{answers}</Body1>
      </header>
      {commands.length > 0 && (
        <div className={mergeClasses(styles.commands, commands[0]?.primary !== true && styles.subtleFirst)}>
          <CommandBar commands={commands} />
        </div>
      )}
      {children}
    </div>
  );
};
