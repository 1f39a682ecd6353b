import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

const useStyles = makeStyles({
  root: { position: 'relative', display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 },
  cover: {
    position: 'absolute',
    inset: '8px',
    zIndex: 10,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '8px',
    color: tokens.colorBrandForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    opacity: 0.95,
    border: `2px dashed ${tokens.colorBrandStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    pointerEvents: 'none',
  },
  icon: { fontSize: '48px', lineHeight: 1 },
});

interface DropAreaProps {
  /** undefined where nothing may be imported: then files are not caught. */
  readonly onFiles: ((files: readonly File[]) => void) | undefined;
  readonly children: ReactNode;
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

/** The whole page catches files that are dropped on it. The button beside it does the same by keyboard. */
export const DropArea = ({ onFiles, children }: DropAreaProps) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  // Entering a child fires before leaving its parent, so entries are counted.
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  const leave = () => {
    depth.current = 0;
    setOver(false);
  };
  if (onFiles === undefined) return <div className={styles.root}>{children}</div>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra for the mouse; a button does the same
    <div
      className={styles.root}
      onDragEnter={(event) => {
        if (!hasFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDragLeave={(event) => {
        if (!hasFiles(event)) return;
        depth.current -= 1;
        if (depth.current <= 0) leave();
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        leave();
        const files = [...event.dataTransfer.files];
        if (files.length > 0) onFiles(files);
      }}
    >
      {children}
      {over && (
        <div className={styles.cover}>
          <ArrowUploadRegular className={styles.icon} aria-hidden />
          <Subtitle2>{t('drop')}</Subtitle2>
        </div>
      )}
    </div>
  );
};
