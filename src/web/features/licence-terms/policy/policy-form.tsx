import {
  Button,
  Field,
  Input,
  Link,
  makeStyles,
  Radio,
  RadioGroup,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../ui/page/section.tsx';
import { type ParameterField, type ParameterGroup, parameterGroups } from './policy-parameters.ts';
import { faultsOf, type ListName, type PolicyValues, usualText } from './policy-values.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '16px' },
  fields: {
    display: 'grid',
    gap: '16px 32px',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(320px, 100%), 1fr))',
    alignItems: 'start',
  },
  actions: {
    position: 'sticky',
    bottom: 0,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px',
    padding: '12px 0',
    backgroundColor: tokens.colorNeutralBackground2,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  number: { maxWidth: '160px' },
});

const groups = ['activity', 'seats', 'use'] as const satisfies readonly ParameterGroup[];
const named = ['excludedUsers', 'excludedGroups', 'excludedSkus', 'protectedUsers'] as const;

interface PolicyFormProps {
  readonly values: PolicyValues;
  readonly set: (name: string, value: string) => void;
  readonly busy: boolean;
  readonly dirty: boolean;
  /** Absent for whoever may only read. */
  readonly onSave: (() => void) | undefined;
  readonly onUndo: () => void;
}

/** The thresholds and lists of a policy, each explained, with its default. */
export const PolicyForm = ({ values, set, busy, dirty, onSave, onUndo }: PolicyFormProps) => {
  const { t } = useTranslation('licence-terms');
  const styles = useStyles();
  const faults = faultsOf(values);
  const readOnly = onSave === undefined;
  const part = { values, set, faults, readOnly };
  return (
    <form
      className={styles.root}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(faults).length === 0 && dirty && !busy) onSave?.();
      }}
    >
      {groups.map((group) => (
        <Section key={group} title={t(`policy.group.${group}`)} lead={t(`policy.groupLead.${group}`)}>
          <div className={styles.fields}>
            {parameterGroups[group].map((field) => (
              <NumberField key={field.name} field={field} {...part} />
            ))}
          </div>
        </Section>
      ))}
      <Section title={t('policy.group.names')} lead={t('policy.groupLead.names')}>
        <div className={styles.fields}>
          {named.map((name) => (
            <ListField key={name} name={name} {...part} />
          ))}
        </div>
      </Section>
      <FreeSkus {...part} />
      {!readOnly && (
        <div className={styles.actions}>
          <Button
            type="submit"
            appearance="primary"
            disabled={!dirty || Object.keys(faults).length > 0}
            disabledFocusable={busy}
          >
            {busy ? t('ui:working') : t('policy.save')}
          </Button>
          {dirty && (
            <Button onClick={onUndo} disabled={busy}>
              {t('policy.undo')}
            </Button>
          )}
        </div>
      )}
    </form>
  );
};

interface PartProps {
  readonly values: PolicyValues;
  readonly set: (name: string, value: string) => void;
  readonly faults: ReturnType<typeof faultsOf>;
  readonly readOnly: boolean;
}

const NumberField = ({
  field,
  values,
  set,
  faults,
  readOnly,
}: PartProps & { readonly field: ParameterField }) => {
  const { t } = useTranslation('licence-terms');
  const styles = useStyles();
  const { name, unit } = field;
  const value = values[name] ?? '';
  const usual = usualText(field);
  const fault = faults[name];
  return (
    <Field
      label={t(`policy.parameter.${name}`)}
      hint={
        <>
          {t(`policy.parameterDetail.${name}`)}{' '}
          {t('policy.usual', { value: `${usual} ${t(`unit.${unit}`)}` })}
          {!readOnly && value !== usual && (
            <>
              {' '}
              <Link as="button" type="button" onClick={() => set(name, usual)}>
                {t('policy.toUsual', { name: t(`policy.parameter.${name}`) })}
              </Link>
            </>
          )}
        </>
      }
      {...(fault === undefined
        ? {}
        : { validationMessage: t(`policy.fault.${fault}`), validationState: 'error' as const })}
    >
      <Input
        className={styles.number}
        value={value}
        inputMode={unit === 'share' ? 'decimal' : 'numeric'}
        readOnly={readOnly}
        maxLength={8}
        contentAfter={t(`unit.${unit}`)}
        onChange={(_, data) => set(name, data.value)}
      />
    </Field>
  );
};

const ListField = ({ name, values, set, faults, readOnly }: PartProps & { readonly name: ListName }) => {
  const { t } = useTranslation('licence-terms');
  const fault = faults[name];
  return (
    <Field
      label={t(`policy.list.${name}`)}
      hint={t(`policy.listDetail.${name}`)}
      {...(fault === undefined
        ? {}
        : { validationMessage: t(`policy.fault.${fault}`), validationState: 'error' as const })}
    >
      <Textarea
        value={values[name] ?? ''}
        rows={4}
        resize="vertical"
        readOnly={readOnly}
        spellCheck={false}
        onChange={(_, data) => set(name, data.value)}
      />
    </Field>
  );
};

const choices = ['shipped', 'own'] as const;

const FreeSkus = (props: PartProps) => {
  const { t } = useTranslation('licence-terms');
  const { values, set, readOnly } = props;
  return (
    <Section title={t('policy.group.free')} lead={t('policy.groupLead.free')}>
      <RadioGroup
        value={values.freeSkusOf ?? 'shipped'}
        disabled={readOnly}
        aria-label={t('policy.group.free')}
        onChange={(_, data) => set('freeSkusOf', data.value)}
      >
        {choices.map((value) => (
          <Radio key={value} value={value} label={t(`policy.freeSkus.${value}`)} />
        ))}
      </RadioGroup>
      {values.freeSkusOf === 'own' && <ListField name="freeSkus" {...props} />}
    </Section>
  );
};
