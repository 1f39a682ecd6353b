import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { ECharts } from './echarts.ts';

export interface ChartPointer {
  /** The category pointed at. */
  readonly index: number | undefined;
  /** Where its middle is, in pixels from the left. */
  readonly xPx: number;
  /** The categories being brushed, first and last. */
  readonly brush: readonly [number, number] | undefined;
}

interface PointerOptions {
  readonly chart: ECharts | undefined;
  readonly count: number;
  /** Called with the first and last category of a period that was dragged over. */
  readonly onBrush: ((first: number, last: number) => void) | undefined;
}

const nothing: ChartPointer = { index: undefined, xPx: 0, brush: undefined };

/** Pointing at, stepping through (arrow keys) and dragging over the categories of a chart. */
export const useChartPointer = ({ chart, count, onBrush }: PointerOptions) => {
  const [pointer, setPointer] = useState(nothing);
  const start = useRef<number>(undefined);

  const indexAt = (event: PointerEvent<HTMLElement>): number | undefined => {
    if (chart === undefined || count === 0) return undefined;
    const box = event.currentTarget.getBoundingClientRect();
    const [place] = chart.convertFromPixel({ gridIndex: 0 }, [
      event.clientX - box.left,
      event.clientY - box.top,
    ]);
    return place === undefined || Number.isNaN(place)
      ? undefined
      : Math.max(0, Math.min(count - 1, Math.round(place)));
  };
  const show = (index: number | undefined) => {
    if (index === undefined || chart === undefined) return setPointer(nothing);
    const [xPx = 0] = chart.convertToPixel({ gridIndex: 0 }, [index, 0]);
    const from = start.current;
    const brush =
      from === undefined || from === index
        ? undefined
        : ([Math.min(from, index), Math.max(from, index)] as const);
    setPointer({ index, xPx, brush });
  };
  const hide = () => {
    start.current = undefined;
    setPointer(nothing);
  };
  return {
    pointer,
    handlers: {
      onPointerMove: (event: PointerEvent<HTMLElement>) => show(indexAt(event)),
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (onBrush !== undefined && event.pointerType === 'mouse' && event.button === 0)
          start.current = indexAt(event);
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        const from = start.current;
        const to = indexAt(event);
        start.current = undefined;
        if (from !== undefined && to !== undefined && from !== to)
          onBrush?.(Math.min(from, to), Math.max(from, to));
        show(to);
      },
      onPointerLeave: hide,
      onBlur: hide,
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (event.key === 'Escape') hide();
        if (step === undefined || count === 0) return;
        event.preventDefault();
        const from = pointer.index ?? (step === 1 ? -1 : count);
        show(Math.max(0, Math.min(count - 1, from + step)));
      },
    },
    /** The pixel range of a category, for drawing the brush. */
    xOf: (index: number): number => chart?.convertToPixel({ gridIndex: 0 }, [index, 0])[0] ?? 0,
  };
};
