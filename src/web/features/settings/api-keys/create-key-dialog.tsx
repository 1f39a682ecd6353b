import {
  Body1,
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Input,
  makeStyles,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { type Permission, permissionSchema } from '../../../../shared/access.ts';
import { createApiKey } from '../../../../shared/organisations/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ChoiceField } from '../../../ui/form/choice-field.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { GroupField } from '../../../ui/form/group-field.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { CopyButton } from '../../../ui/page/copy-button.tsx';
import { ReturnFocus } from '../../../ui/page/return-focus.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { ScopeChoices } from './scope-choices.tsx';
import { scopeGroups, scopesOf } from './scope-groups.ts';

const lifetimes = ['30', '90', '365', 'never'] as const;
type Lifetime = (typeof lifetimes)[number];
const dayMs = 86_400_000;

/** When a key that lives this long from now expires. */
export const expiryOf = (lifetime: Lifetime, nowMs: number): string | null =>
  lifetime === 'never' ? null : new Date(nowMs + Number(lifetime) * dayMs).toISOString();

const schema = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(permissionSchema).min(1).max(64),
  lifetime: z.enum(lifetimes),
});

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px' },
  secret: { display: 'flex', gap: '8px', alignItems: 'center' },
  input: { flexGrow: 1, minWidth: 0, fontFamily: 'monospace' },
});

interface CreateKeyDialogProps {
  readonly onCreated: () => void;
  readonly onClose: () => void;
}

/** Makes a key with scopes and an end, and shows its secret once. */
export const CreateKeyDialog = ({ onCreated, onClose }: CreateKeyDialogProps) => {
  const { t } = useTranslation('settings');
  const styles = useStyles();
  const [secret, setSecret] = useState<string>();
  return (
    <Dialog
      open
      modalType={secret === undefined ? 'modal' : 'alert'}
      onOpenChange={(_, data) => !data.open && onClose()}
    >
      <DialogSurface>
        <ReturnFocus />

        <DialogBody>
          <DialogTitle>{t(secret === undefined ? 'apiKeys.create' : 'apiKeys.secretTitle')}</DialogTitle>
          <DialogContent className={styles.content}>
            {secret === undefined ? (
              <KeyForm
                onClose={onClose}
                onCreated={(made) => {
                  setSecret(made);
                  onCreated();
                }}
              />
            ) : (
              <>
                <Body1>{t('apiKeys.secretLead')}</Body1>
                <div className={styles.secret}>
                  <Input className={styles.input} readOnly value={secret} aria-label={t('apiKeys.secret')} />
                  <CopyButton text={secret} />
                </div>
              </>
            )}
          </DialogContent>
          {secret !== undefined && (
            <DialogActions>
              <Button appearance="primary" onClick={onClose}>
                {t('apiKeys.secretDone')}
              </Button>
            </DialogActions>
          )}
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
};

interface KeyFormProps {
  readonly onCreated: (secret: string) => void;
  readonly onClose: () => void;
}

const KeyForm = ({ onCreated, onClose }: KeyFormProps) => {
  const { t } = useTranslation('settings');
  const { organisationId, permissions } = useOrganisation();
  const initial: z.input<typeof schema> = { name: '', scopes: [], lifetime: '90' };
  const form = useForm<typeof schema, z.input<typeof schema>>(
    schema,
    initial,
    async ({ lifetime, ...body }) => {
      const expiresAt = expiryOf(lifetime, Date.now());
      const made = await call(createApiKey, { params: { organisationId }, body: { ...body, expiresAt } });
      onCreated(made.secret);
    },
  );
  const toggle = (scope: Permission) => {
    const { scopes } = form.values;
    form.set('scopes', scopes.includes(scope) ? scopes.filter((each) => each !== scope) : [...scopes, scope]);
  };
  return (
    <Form
      form={form}
      submit={t('apiKeys.create')}
      inDialog
      actions={<Button onClick={onClose}>{t('ui:cancel')}</Button>}
    >
      <TextField
        form={form}
        name="name"
        label={t('apiKeys.name')}
        hint={t('apiKeys.nameHint')}
        maxLength={100}
        required
        autoFocus
      />
      <GroupField
        label={t('apiKeys.scopes')}
        hint={t('apiKeys.scopesHint')}
        message={form.errors.scopes === undefined ? undefined : t('apiKeys.noScope')}
      >
        {scopeGroups.map((group) => (
          <ScopeChoices
            key={group}
            label={t(`scopeGroup.${group}`)}
            scopes={scopesOf(group, permissions)}
            chosen={form.values.scopes}
            onToggle={toggle}
          />
        ))}
      </GroupField>
      <ChoiceField
        form={form}
        name="lifetime"
        label={t('apiKeys.lifetime')}
        choices={lifetimes.map((value) => ({ value, label: t(`apiKeys.lifetimes.${value}`) }))}
      />
    </Form>
  );
};
