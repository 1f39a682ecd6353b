import { useTranslation } from 'react-i18next';
import { RunProgress } from '../../ui/feedback/run-progress.tsx';
import { Section } from '../../ui/page/section.tsx';
import type { Load } from './loads.ts';

/** What is being loaded at the moment, as it happens; nothing when nothing is. */
export const Loading = ({ loads }: { readonly loads: readonly Load[] }) => {
  const { t } = useTranslation('overview');
  if (loads.length === 0) return null;
  return (
    <Section title={t('loading.title')} lead={t('loading.lead')}>
      {loads.map(({ id, fraction, message, of }) => (
        <RunProgress
          key={id}
          fraction={fraction}
          message={
            message || t(of === 'import' && fraction !== undefined ? 'loading.reading' : `loading.${of}`)
          }
        />
      ))}
    </Section>
  );
};
