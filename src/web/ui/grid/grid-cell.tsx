import { Day, Instant, Missing, Money, Percent, Quantity } from '../format/values.tsx';
import type { Column } from './column.ts';

/** A cell as its column's kind writes it. */
export const GridCell = <Row,>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) => {
  if (column.cell !== undefined) return column.cell(row);
  const value = column.value(row);
  if (value === null || value === '') return <Missing missing={column.missing} />;
  switch (column.kind) {
    case 'money':
      return <Money amount={value} currency={column.currency?.(row) ?? 'XXX'} />;
    case 'quantity':
      return <Quantity value={value} />;
    case 'percent':
      return <Percent fraction={value} />;
    case 'day':
      return <Day on={value} />;
    case 'instant':
      return <Instant at={value} />;
    default: {
      const text = column.choices?.[value] ?? value;
      return <span title={text}>{text}</span>;
    }
  }
};
