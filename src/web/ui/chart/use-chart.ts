import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ChartOption, ECharts } from './echarts.ts';

type Library = typeof import('./echarts.ts');

let loading: Promise<Library> | undefined;
/** Charts are the largest part of the console; they are fetched when the first one is shown. */
const loadLibrary = (): Promise<Library> => {
  loading ??= import('./echarts.ts');
  return loading;
};

/** Draws an option into an element and follows its size. The answer is undefined until the library is there. */
export const useChart = (
  element: RefObject<HTMLDivElement | null>,
  option: ChartOption,
): ECharts | undefined => {
  const [chart, setChart] = useState<ECharts>();
  const latest = useRef(option);
  latest.current = option;

  useEffect(() => {
    let made: ECharts | undefined;
    let gone = false;
    const observer = new ResizeObserver(() => made?.resize());
    void loadLibrary().then(({ init }) => {
      if (gone || element.current === null) return;
      made = init(element.current, null, { renderer: 'canvas' });
      made.setOption(latest.current);
      observer.observe(element.current);
      setChart(made);
    });
    return () => {
      gone = true;
      observer.disconnect();
      made?.dispose();
    };
  }, [element]);

  useEffect(() => {
    if (chart !== undefined && !chart.isDisposed()) chart.setOption(option, { notMerge: true });
  }, [chart, option]);
  return chart;
};

const exportPx = { width: 1600, height: 800 } as const;

/** The option drawn as an SVG text, without touching the document. */
export const chartSvg = async (option: ChartOption): Promise<string> => {
  const { init } = await loadLibrary();
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...exportPx });
  chart.setOption({ ...option, animation: false });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
};
