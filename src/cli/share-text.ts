/** What a table shows for what is not known. */
export const unknownText = '–';

/** A share such as "0.1234" as a table shows it, in percent: "12.3". */
export const percent = (share: string | null | undefined): string =>
  share === null || share === undefined ? unknownText : (Number(share) * 100).toFixed(1);
