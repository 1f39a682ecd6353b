import { Body1Strong, Button, Field, Input, makeStyles, Select } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Filter, filterSchema } from '../../../shared/explorer/filters.ts';
import type { FilterDimension } from './dimension-list.tsx';
import { type LoadValues, ValueList } from './value-list.tsx';

export type { LoadValues };

const operators = ['include', 'exclude', 'contains', 'not-contains', 'is-null', 'not-null'] as const;
type Operator = (typeof operators)[number];

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '12px' },
  head: { display: 'flex', alignItems: 'center', gap: '4px', overflowWrap: 'anywhere' },
});

interface FilterEditorProps {
  readonly scope: string;
  readonly dimension: FilterDimension;
  readonly filter?: Filter;
  readonly loadValues: LoadValues;
  readonly onBack?: () => void;
  readonly onApply: (filter: Filter) => void;
}

/** One filter: its condition, and the values or the text it needs. */
export const FilterEditor = ({
  scope,
  dimension,
  filter,
  loadValues,
  onBack,
  onApply,
}: FilterEditorProps) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const [op, setOp] = useState<Operator>(filter?.op ?? 'include');
  const given = filter !== undefined && 'values' in filter ? filter.values : [];
  const byText = (operator: Operator) => operator === 'contains' || operator === 'not-contains';
  const [values, setValues] = useState<readonly (string | null)[]>(byText(op) ? [] : given);
  const [text, setText] = useState(byText(op) ? String(given[0] ?? '') : '');

  const made = filterSchema.safeParse(
    op === 'is-null' || op === 'not-null'
      ? { dimension: dimension.id, op }
      : { dimension: dimension.id, op, values: byText(op) ? [text.trim()] : values },
  );
  return (
    <form
      className={styles.root}
      onSubmit={(event) => {
        event.preventDefault();
        if (made.success) onApply(made.data);
      }}
    >
      <div className={styles.head}>
        {onBack !== undefined && (
          <Button
            appearance="subtle"
            size="small"
            icon={<ArrowLeftRegular />}
            aria-label={t('filter.back')}
            onClick={onBack}
          />
        )}
        <Body1Strong>{dimension.label}</Body1Strong>
      </div>
      <Field label={t('filter.condition')}>
        <Select
          value={op}
          onChange={(_, data) => setOp(operators.find((each) => each === data.value) ?? 'include')}
        >
          {operators.map((each) => (
            <option key={each} value={each}>
              {t(`filter.op.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {(op === 'include' || op === 'exclude') && (
        <ValueList
          scope={scope}
          dimension={dimension.id}
          chosen={values}
          loadValues={loadValues}
          onChange={setValues}
        />
      )}
      {byText(op) && (
        <Field label={t('filter.text')}>
          <Input value={text} maxLength={200} onChange={(_, data) => setText(data.value)} />
        </Field>
      )}
      <Button type="submit" appearance="primary" disabled={!made.success}>
        {t('filter.apply')}
      </Button>
    </form>
  );
};
