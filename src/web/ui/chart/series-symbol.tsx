import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  dot: { width: '10px', height: '10px', borderRadius: '2px', flexShrink: 0 },
  dashes: {
    width: '14px',
    height: 0,
    flexShrink: 0,
    borderTop: `2px dashed ${tokens.colorNeutralForeground3}`,
  },
});

interface SeriesSymbolProps {
  readonly muted: boolean | undefined;
  readonly colour: string | undefined;
}

/** A series as it is drawn: a field of its colour, or the dashed line of what is only compared with. */
export const SeriesSymbol = ({ muted = false, colour }: SeriesSymbolProps) => {
  const styles = useStyles();
  return (
    <span
      className={muted ? styles.dashes : styles.dot}
      style={muted ? undefined : { backgroundColor: colour }}
    />
  );
};
