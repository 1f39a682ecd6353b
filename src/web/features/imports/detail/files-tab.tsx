import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { ImportDetail } from '../../../../shared/imports/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Facts } from '../../../ui/page/facts.tsx';
import { Section } from '../../../ui/page/section.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '24px', overflowY: 'auto', minHeight: 0 },
  names: { display: 'flex', flexWrap: 'wrap', gap: '4px' },
  name: { maxWidth: '100%', height: 'auto', overflowWrap: 'anywhere', whiteSpace: 'normal' },
  none: { color: tokens.colorNeutralForeground2 },
});

/** The files of the delivery, its columns, and the keys of tags in it. */
export const FilesTab = ({ detail }: { readonly detail: ImportDetail }) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  const formats = useFormats();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard
    <section className={styles.root} tabIndex={0} aria-label={t('files')}>
      <Section title={t('files')}>
        <Facts facts={detail.files.map(({ name, bytes }) => ({ term: formats.bytes(bytes), value: name }))} />
      </Section>
      <Section title={t('columnsOf', { number: formats.count(detail.columns.length) })}>
        <Names names={detail.columns} />
      </Section>
      <Section title={t('tagKeysOf', { number: formats.count(detail.tagKeys.length) })}>
        <Names names={detail.tagKeys} />
      </Section>
    </section>
  );
};

const Names = ({ names }: { readonly names: readonly string[] }) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  if (names.length === 0) return <span className={styles.none}>{t('noneOfThem')}</span>;
  return (
    <div className={styles.names}>
      {names.map((name) => (
        <Badge key={name} appearance="outline" color="informative" className={styles.name}>
          {name}
        </Badge>
      ))}
    </div>
  );
};
