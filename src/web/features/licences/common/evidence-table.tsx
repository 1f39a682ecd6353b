import { useTranslation } from 'react-i18next';
import type { Evidence } from '../../../../shared/licences/audit-result.ts';
import { daySchema, instantSchema } from '../../../../shared/time.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Missing } from '../../../ui/format/values.tsx';
import { SimpleTable } from './simple-table.tsx';
import { sourceText } from './source-text.ts';

/** The sources that say so, each with the field and what it holds: enough to look it up at Microsoft. */
export const EvidenceTable = ({ evidence }: { readonly evidence: readonly Evidence[] }) => {
  const { t } = useTranslation('licences');
  if (evidence.length === 0) return <span>{t('evidence.none')}</span>;
  return (
    <SimpleTable
      label={t('evidence.title')}
      columns={[
        { id: 'source', label: t('evidence.source') },
        { id: 'field', label: t('evidence.field') },
        { id: 'value', label: t('evidence.value') },
      ]}
      rows={evidence.map((each, index) => ({
        key: `${index} ${each.source} ${each.field}`,
        cells: [
          <span key="source" title={each.source}>
            {sourceText(each.source, t)}
          </span>,
          <Field key="field" field={each.field} />,
          <Value key="value" evidence={each} />,
        ],
      }))}
    />
  );
};

/** Our own fields in words; Microsoft's under the name that its documentation has. */
const Field = ({ field }: { readonly field: string }) => {
  const { t } = useTranslation('licences');
  const words = /^\w+$/.test(field) ? t(`evidence.fields.${field}`, { defaultValue: '' }) : '';
  return words === '' ? <code>{field}</code> : <span title={field}>{words}</span>;
};

const Value = ({ evidence: { field, value, note } }: { readonly evidence: Evidence }) => {
  const { t } = useTranslation('licences');
  const written = useWritten(field, value);
  return (
    <>
      {written === null ? <Missing missing={t('evidence.silent')} /> : written}
      {note !== undefined && note !== '' && ` (${note})`}
    </>
  );
};

/** Days and sizes as people read them; all else as the source has it. */
const useWritten = (field: string, value: string | null): string | null => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  if (value === null || value === '') return null;
  if (daySchema.safeParse(value).success) return formats.day(value);
  if (instantSchema.safeParse(value).success) return formats.instant(value).text;
  if (/\(Byte\)$/.test(field) && /^\d+$/.test(value)) return formats.bytes(Number(value));
  if (value === 'true' || value === 'false') return t(`evidence.${value}`);
  return value;
};
