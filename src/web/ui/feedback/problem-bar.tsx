import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { problemText } from './problem-text.ts';

/** A problem in one bar, for forms and dialogs. */
export const ProblemBar = ({ error }: { readonly error: unknown }) => {
  const { t } = useTranslation('ui');
  const { title, detail, fix, requestId } = problemText(error, t);
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {[detail, fix].filter(Boolean).join(' ')}
        {requestId !== undefined && ` (${t('problem.requestId', { id: requestId })})`}
      </MessageBarBody>
    </MessageBar>
  );
};
