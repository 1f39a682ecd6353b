import {
  Body1,
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Switch,
} from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createView, updateView, type View } from '../../../../shared/views/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ProblemBar } from '../../../ui/feedback/problem-bar.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { ReturnFocus } from '../../../ui/page/return-focus.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import type { Explorer } from '../state/use-explorer.ts';
import { viewsQuery } from './view-queries.ts';

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: '16px' } });

interface SaveViewDialogProps {
  readonly explorer: Explorer;
  /** The view that is open and belongs to the caller: it can be changed instead of making another. */
  readonly current: View | undefined;
  readonly onClose: () => void;
}

/** Keeps what the explorer shows under a name, for oneself or for everybody. */
export const SaveViewDialog = ({ explorer, current, onClose }: SaveViewDialogProps) => {
  const { t } = useTranslation('explorer');
  const styles = useStyles();
  const mayShare = useAllowed('view.share');
  const [name, setName] = useState(current?.name ?? '');
  const [isShared, setShared] = useState(current?.isShared ?? false);
  const { save, busy, error } = useSaveView(explorer, onClose);
  const body = { name: name.trim(), state: explorer.state, isShared };
  const unnamed = body.name === '';
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <ReturnFocus />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!unnamed) void save(body, current);
          }}
        >
          <DialogBody>
            <DialogTitle>{t('views.saveTitle')}</DialogTitle>
            <DialogContent className={styles.content}>
              <Body1>{t('views.saveLead')}</Body1>
              <Field label={t('views.name')} required>
                <Input value={name} maxLength={120} autoFocus onChange={(_, data) => setName(data.value)} />
              </Field>
              {mayShare && (
                <Field hint={t('views.sharedHint')}>
                  <Switch
                    label={t('views.shared')}
                    checked={isShared}
                    onChange={(_, data) => setShared(data.checked)}
                  />
                </Field>
              )}
              {error !== undefined && <ProblemBar error={error} />}
            </DialogContent>
            <DialogActions fluid>
              <Button type="submit" appearance="primary" disabled={unnamed} disabledFocusable={busy}>
                {t(current === undefined ? 'views.save' : 'views.update')}
              </Button>
              {current !== undefined && (
                <Button disabled={unnamed || busy} onClick={() => void save(body, undefined)}>
                  {t('views.saveAsNew')}
                </Button>
              )}
              <Button onClick={onClose}>{t('ui:cancel')}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
};

const useSaveView = ({ change }: Explorer, onDone: () => void) => {
  const { t } = useTranslation('explorer');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const save = async (body: Pick<View, 'name' | 'state' | 'isShared'>, current: View | undefined) => {
    setBusy(true);
    setError(undefined);
    try {
      const saved =
        current === undefined
          ? await call(createView, { params: { organisationId }, body })
          : await call(updateView, {
              params: { organisationId, viewId: current.id },
              body: { ...body, version: current.version },
            });
      await client.invalidateQueries(viewsQuery(organisationId));
      change({ view: saved.id }, { replace: true });
      toasts.success(t('views.saved', { name: saved.name }));
      onDone();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return { save, busy, error };
};
