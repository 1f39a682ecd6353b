import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import { type ChartCategory, type ChartSeries, plotted } from './chart-data.ts';
import type { ChartOption } from './echarts.ts';

/** How the series of a chart are drawn. Bars and areas begin at zero and stand on each other. */
export type ChartKind = 'bars' | 'areas' | 'lines';

/** A range of values that is wanted, such as a target. */
export interface ChartBand {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

export interface ChartLook {
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly surface: string;
  readonly fontFamily: string;
}

export interface ChartOptionInput {
  readonly kind: ChartKind;
  readonly categories: readonly ChartCategory[];
  readonly series: readonly ChartSeries[];
  readonly colours: ReadonlyMap<string, string>;
  readonly look: ChartLook;
  readonly writeTick: (value: number) => string;
  readonly bands?: readonly ChartBand[];
  readonly animate: boolean;
}

/** Beyond this many categories a bar is too thin for a gap that separates it from its stack's neighbour. */
const mostSeparated = 70;

/** Up to this many bars each is wide enough for its label. */
const fewBars = 31;

/** A line needs two points: one of each is drawn as bars. */
const isBars = ({ kind, categories }: Pick<ChartOptionInput, 'kind' | 'categories'>): boolean =>
  kind === 'bars' || (kind === 'lines' && categories.length === 1);

/** What ECharts draws. Hovering is ours (it must show exact values), so no tooltip is configured. */
export const chartOption = (input: ChartOptionInput): ChartOption => {
  const { categories, series, look, writeTick, animate } = input;
  const hugsEdge = !isBars(input) || categories.length > fewBars;
  const text = { color: look.faint, fontFamily: look.fontFamily, fontSize: 12 };
  return {
    animation: animate,
    animationDuration: 250,
    textStyle: { fontFamily: look.fontFamily },
    grid: {
      left: 8,
      right: 16,
      top: 12,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'category',
      data: categories.map((category) => category.label),
      boundaryGap: isBars(input),
      axisLine: { lineStyle: { color: look.line } },
      axisTick: { show: false },
      axisLabel: {
        ...text,
        margin: 12,
        hideOverlap: true,
        // A first label in the middle of the edge would run into the zero of the other axis.
        ...(hugsEdge ? { alignMinLabel: 'left', alignMaxLabel: 'right' } : {}),
      },
    },
    yAxis: {
      type: 'value',
      // A cut axis makes small changes look large; only lines of shares may leave zero out.
      scale: false,
      axisLabel: { ...text, formatter: writeTick },
      splitLine: { lineStyle: { color: look.line, opacity: 0.6 } },
      splitNumber: 4,
    },
    series: series.map((each) => drawn(each, input)),
  };
};

/** As `muted` series are drawn. */
const dashes = 'path://M0,5h5v2h-5zM7,5h5v2h-5z';

/** The same drawing to be looked at alone, outside of the console: with its title and what the colours mean. */
export const standaloneOption = (input: ChartOptionInput, title: string): ChartOption => {
  const { look } = input;
  const text = { color: look.text, fontFamily: look.fontFamily };
  return {
    ...chartOption({ ...input, animate: false }),
    backgroundColor: look.surface,
    title: { text: title, left: 16, top: 12, textStyle: { ...text, fontSize: 20 } },
    legend: {
      left: 16,
      right: 16,
      bottom: 12,
      itemWidth: 12,
      itemHeight: 12,
      textStyle: text,
      data: input.series.map(({ label, muted }) => ({ name: label, icon: muted === true ? dashes : 'rect' })),
    },
    grid: {
      left: 16,
      right: 24,
      top: 64,
      bottom: 72,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
  };
};

const drawn = (series: ChartSeries, input: ChartOptionInput): BarSeriesOption | LineSeriesOption => {
  const { kind, look, colours, categories } = input;
  const colour = series.muted === true ? look.faint : (colours.get(series.key) ?? look.faint);
  const base = { id: series.key, name: series.label, data: series.values.map(plotted), color: colour };
  if (series.muted === true) {
    return {
      ...base,
      type: 'line',
      symbol: 'none',
      lineStyle: { width: 2, type: 'dashed', color: colour },
      z: 5,
      silent: true,
    };
  }
  if (isBars(input)) {
    const separated = categories.length <= mostSeparated;
    return {
      ...base,
      type: 'bar',
      // Lines are compared, not added up: alone in their category they stand beside each other.
      ...(kind === 'bars' ? { stack: 'all' } : {}),
      barMaxWidth: 48,
      barCategoryGap: '24%',
      itemStyle: separated ? { borderColor: look.surface, borderWidth: 0.5 } : {},
      emphasis: { focus: 'none' },
    };
  }
  const line: LineSeriesOption = {
    ...base,
    type: 'line',
    symbol: categories.length === 1 ? 'circle' : 'none',
    symbolSize: 6,
    lineStyle: { width: kind === 'areas' ? 1 : 2, color: colour },
    triggerLineEvent: true,
    connectNulls: false,
    ...bandsOf(input),
  };
  return kind === 'areas' ? { ...line, stack: 'all', areaStyle: { color: colour, opacity: 0.85 } } : line;
};

const bandsOf = ({ bands = [], look }: ChartOptionInput): Pick<LineSeriesOption, 'markArea'> =>
  bands.length === 0
    ? {}
    : {
        markArea: {
          silent: true,
          itemStyle: { color: look.line, opacity: 0.35 },
          label: { color: look.faint, position: 'insideTopLeft' },
          data: bands.map((band) => [{ name: band.label, yAxis: band.from }, { yAxis: band.to }]),
        },
      };
