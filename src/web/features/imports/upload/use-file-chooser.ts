import { useCallback } from 'react';

/** What the import reads; browsers show only these at first. */
const accepted = '.csv,.gz,.parquet';

/** Opens the browser's dialog for files; must be called from a click. */
export const useFileChooser = (onFiles: (files: readonly File[]) => void): (() => void) =>
  useCallback(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.accept = accepted;
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])];
      if (files.length > 0) onFiles(files);
    });
    input.click();
  }, [onFiles]);
