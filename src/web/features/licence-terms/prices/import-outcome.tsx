import { Body1, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../ui/format/use-formats.ts';
import type { Imported } from './price-rows.ts';

const mostNamed = 20;

/** How many prices came in, how many they replaced, and which SKUs nobody here knows. */
export const ImportOutcome = ({ imported }: { readonly imported: Imported }) => {
  const { t } = useTranslation('licence-terms');
  const formats = useFormats();
  const { prices, replaced, unknownSkus } = imported;
  const more = unknownSkus.length - mostNamed;
  return (
    <>
      <MessageBar intent="success" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>
            {t('import.done', { count: prices, number: formats.count(prices) })}
          </MessageBarTitle>
          {t('import.replaced', { count: replaced, number: formats.count(replaced) })}{' '}
          {t('prices.judgedAnew')}
        </MessageBarBody>
      </MessageBar>
      {unknownSkus.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('import.unknown', { count: unknownSkus.length })}</MessageBarTitle>
            {t('import.unknownDetail')}
          </MessageBarBody>
        </MessageBar>
      )}
      {unknownSkus.length > 0 && (
        <Body1>
          {unknownSkus.slice(0, mostNamed).join(', ')}
          {more > 0 && ` ${t('import.more', { count: more })}`}
        </Body1>
      )}
    </>
  );
};
