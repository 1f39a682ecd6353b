import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { PriceSource } from '../../../../shared/licences/parts.ts';

const useStyles = makeStyles({ mark: { color: tokens.colorNeutralForeground2 } });

/** Whose price a figure rests on, in a word beside it. */
export const PriceSourceMark = ({ source }: { readonly source: PriceSource }) => {
  const { t } = useTranslation('licences');
  return <Caption1 className={useStyles().mark}>{t(`priceSource.${source}`)}</Caption1>;
};
