import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Tooltip,
} from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { DataBarVerticalRegular } from '@fluentui/react-icons/svg/data-bar-vertical';
import { TableRegular } from '@fluentui/react-icons/svg/table';
import { useTranslation } from 'react-i18next';
import { saveBlob } from '../api/download.ts';
import { csvOf } from '../grid/csv.ts';
import { type ChartCategory, type ChartSeries, chartRows } from './chart-data.ts';
import { pngOf } from './chart-image.ts';
import type { ChartOption } from './echarts.ts';
import { chartSvg } from './use-chart.ts';

const useStyles = makeStyles({ root: { display: 'flex', flexShrink: 0 } });

interface ChartToolbarProps {
  readonly label: string;
  /** The drawing for a file. */
  readonly exported: () => ChartOption;
  readonly categories: readonly ChartCategory[];
  readonly series: readonly ChartSeries[];
  readonly asTable: boolean;
  readonly onAsTable: (asTable: boolean) => void;
}

/** Chart or table, and the ways to take it along. */
export const ChartToolbar = ({
  label,
  exported,
  categories,
  series,
  asTable,
  onAsTable,
}: ChartToolbarProps) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const csv = () => {
    const columns = [t('period.label'), ...series.map((each) => each.label), t('chart.total')].map(
      (name, index) => ({
        id: String(index),
        label: name,
        kind: index === 0 ? ('text' as const) : ('quantity' as const),
        value: (row: readonly (string | null)[]) => row[index] ?? null,
      }),
    );
    saveBlob(
      new Blob([csvOf(chartRows(categories, series), columns)], { type: 'text/csv;charset=utf-8' }),
      `${label}.csv`,
    );
  };
  const svg = async () =>
    saveBlob(new Blob([await chartSvg(exported())], { type: 'image/svg+xml' }), `${label}.svg`);
  const png = async () => saveBlob(await pngOf(await chartSvg(exported())), `${label}.png`);
  return (
    <div className={styles.root}>
      <Tooltip content={t(asTable ? 'chart.chart' : 'chart.table')} relationship="label">
        <Button
          appearance="subtle"
          icon={asTable ? <DataBarVerticalRegular /> : <TableRegular />}
          onClick={() => onAsTable(!asTable)}
        />
      </Tooltip>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Tooltip content={t('chart.download')} relationship="label">
            <Button appearance="subtle" icon={<ArrowDownloadRegular />} />
          </Tooltip>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => void png()}>{t('chart.png')}</MenuItem>
            <MenuItem onClick={() => void svg()}>{t('chart.svg')}</MenuItem>
            <MenuItem onClick={csv}>{t('chart.csv')}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
    </div>
  );
};
