import {
  Link,
  Toast,
  ToastBody,
  Toaster,
  type ToastIntent,
  ToastTitle,
  ToastTrigger,
  useToastController,
} from '@fluentui/react-components';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from './problem-text.ts';

const toasterId = 'trimtab';
const shownMs = 5_000;
const problemShownMs = 15_000;

/** Where toasts appear; once, in the frame. */
export const Toasts = () => <Toaster toasterId={toasterId} position="bottom-end" limit={4} pauseOnHover />;

/** The one thing to do about what has happened, such as undoing it. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface ToastControls {
  /** Says that something has happened: "Invitation sent to ada@example.com". */
  readonly success: (title: string, detail?: string, action?: ToastAction) => void;
  /** Says what has happened, but not as it should have. */
  readonly warning: (title: string, detail?: string) => void;
  readonly info: (title: string, detail?: string) => void;
  /** Says what went wrong, with the request id. */
  readonly problem: (error: unknown) => void;
}

/** Short messages about what has just happened. What needs an answer belongs in a dialog. */
export const useToasts = (): ToastControls => {
  const { dispatchToast } = useToastController(toasterId);
  const { t } = useTranslation('ui');
  return useMemo(() => {
    const show = (
      intent: ToastIntent,
      title: string,
      detail: string | undefined,
      timeout: number,
      action?: ToastAction,
    ) =>
      dispatchToast(
        <Toast>
          <ToastTitle
            action={
              action === undefined ? null : (
                <ToastTrigger>
                  <Link onClick={action.run}>{action.label}</Link>
                </ToastTrigger>
              )
            }
          >
            {title}
          </ToastTitle>
          {detail !== undefined && <ToastBody>{detail}</ToastBody>}
        </Toast>,
        { intent, timeout, politeness: intent === 'error' ? 'assertive' : 'polite' },
      );
    return {
      // What can be undone stays until it was read.
      success: (title, detail, action) =>
        show('success', title, detail, action === undefined ? shownMs : problemShownMs, action),
      warning: (title, detail) => show('warning', title, detail, problemShownMs),
      info: (title, detail) => show('info', title, detail, shownMs),
      problem: (error) => {
        const { title, detail, fix, requestId } = problemText(error, t);
        const request = requestId === undefined ? undefined : t('problem.requestId', { id: requestId });
        show('error', title, [detail, fix, request].filter(Boolean).join(' '), problemShownMs);
      },
    };
  }, [dispatchToast, t]);
};
