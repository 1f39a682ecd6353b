import {
  Button,
  type ButtonProps,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
} from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { type Dimension, dimensionSchema } from '../../../../shared/explorer/dimensions.ts';
import { DimensionList, type FilterDimension } from '../../../ui/filter/dimension-list.tsx';

const useStyles = makeStyles({
  surface: { width: 'min(320px, 88vw)', boxSizing: 'border-box', padding: '12px' },
});

interface DimensionPickerProps {
  readonly label: string;
  readonly dimensions: readonly FilterDimension[];
  readonly onChoose: (dimension: Dimension) => void;
  readonly icon?: ButtonProps['icon'];
  readonly children: ReactNode;
}

/** A button that lets one find and choose a dimension. */
export const DimensionPicker = ({ label, dimensions, onChoose, icon, children }: DimensionPickerProps) => {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus positioning="below-start">
      <PopoverTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={icon ?? null} title={label}>
          {children}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={label}>
        <DimensionList
          dimensions={dimensions}
          onChoose={({ id }) => {
            setOpen(false);
            onChoose(dimensionSchema.parse(id));
          }}
        />
      </PopoverSurface>
    </Popover>
  );
};
