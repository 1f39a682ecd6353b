import {
  Breadcrumb,
  BreadcrumbButton,
  BreadcrumbDivider,
  BreadcrumbItem,
  makeStyles,
} from '@fluentui/react-components';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useDimensionLabel } from '../ask/use-dimensions.ts';
import type { Explorer } from '../state/use-explorer.ts';

const useStyles = makeStyles({
  button: { maxWidth: 'min(280px, 80vw)', minWidth: 0 },
  text: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  list: { flexWrap: 'wrap' },
});

/** The way down so far; each part leads back to it, with the grouping it had. */
export const Trail = ({ explorer }: { readonly explorer: Explorer }) => {
  const { t } = useTranslation('explorer');
  const styles = useStyles();
  const labelOf = useDimensionLabel();
  const { search, change } = explorer;
  const { trail } = search;
  if (trail.length === 0) return null;
  const back = (length: number) =>
    change({
      trail: length === 0 ? undefined : trail.slice(0, length),
      groupBy: trail[length]?.groupBy ?? search.groupBy,
      tab: undefined,
    });
  const nameOf = (key: readonly (string | null)[]) => key.map((part) => part ?? t('noValue')).join(' · ');
  return (
    <Breadcrumb aria-label={t('trail')}>
      <BreadcrumbItem>
        <BreadcrumbButton onClick={() => back(0)}>{t('everything')}</BreadcrumbButton>
      </BreadcrumbItem>
      {trail.map((step, index) => {
        const name = nameOf(step.key);
        const last = index === trail.length - 1;
        return (
          <Fragment key={JSON.stringify(step)}>
            <BreadcrumbDivider />
            <BreadcrumbItem>
              <BreadcrumbButton
                current={last}
                className={styles.button}
                title={`${step.groupBy.map(labelOf).join(' · ')}: ${name}`}
                onClick={() => !last && back(index + 1)}
              >
                <span className={styles.text}>{name}</span>
              </BreadcrumbButton>
            </BreadcrumbItem>
          </Fragment>
        );
      })}
    </Breadcrumb>
  );
};
