import { makeStyles, Subtitle2 } from '@fluentui/react-components';
import icon from '../icon.svg';

const useStyles = makeStyles({
  brand: { display: 'inline-flex', alignItems: 'center', gap: '10px' },
  icon: { width: '24px', height: '24px', flexShrink: 0 },
});

/** The product's mark and name. */
export const Brand = ({ iconOnly = false }: { readonly iconOnly?: boolean }) => {
  const styles = useStyles();
  return (
    <span className={styles.brand}>
      <img className={styles.icon} src={icon} alt={iconOnly ? 'Trimtab' : ''} />
      {!iconOnly && <Subtitle2>Trimtab</Subtitle2>}
    </span>
  );
};
