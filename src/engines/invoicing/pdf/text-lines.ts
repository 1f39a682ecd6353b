import type PDFDocument from 'pdfkit';
import { isReadFromTheRight, type Run, type Typeface } from './typeface.ts';

export interface TextStyle {
  readonly size?: number;
  readonly strong?: boolean;
  readonly colour?: string;
  readonly align?: 'left' | 'right' | 'center';
  readonly link?: string;
  /** A figure: it is made smaller rather than broken. */
  readonly fit?: boolean;
  /** So many lines at most; what is longer ends in an ellipsis. */
  readonly lines?: number;
}

/** What measures text: the document and its fonts. */
export interface Lettering {
  readonly pdf: InstanceType<typeof PDFDocument>;
  readonly typeface: Typeface;
}

/** One line of a text: its pieces and how wide they are, in points. */
export interface TextLine {
  readonly runs: readonly Run[];
  readonly width: number;
}

/** Digits of one width stand under each other in columns; in running text they would part words. */
const figures: PDFKit.Mixins.OpenTypeFeatures[] = ['tnum'];
/** Named features make PDFKit shape a piece as a whole; else it goes word by word, and from the left. */
const wholePiece: PDFKit.Mixins.OpenTypeFeatures[] = ['kern'];

export const featuresOf = (
  { align }: TextStyle,
  { text }: Run,
): PDFKit.Mixins.OpenTypeFeatures[] | undefined =>
  isReadFromTheRight(text) ? wholePiece : align === 'right' ? figures : undefined;

const widthOf = (lettering: Lettering, runs: readonly Run[], style: TextStyle): number => {
  return runs.reduce((sum, run) => {
    const features = featuresOf(style, run);
    return (
      sum +
      lettering.pdf
        .font(run.font)
        .fontSize(style.size ?? 9)
        .widthOfString(run.text, features ? { features } : {})
    );
  }, 0);
};

const lineOf = (lettering: Lettering, text: string, style: TextStyle): TextLine => {
  const runs = lettering.typeface.runsOf(text, style.strong ?? false);
  return { runs, width: widthOf(lettering, runs, style) };
};

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Words with the blank behind them; scripts that are written without blanks may break behind any letter. */
const breakable =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]\p{Mark}*[ ]*|[^ \p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+[ ]*|[ ]+/gu;

const wordsOf = (paragraph: string): readonly string[] =>
  paragraph.replaceAll('\t', ' ').match(breakable) ?? [];

/** A word that is wider than the column, in parts that are not; each letter is measured once, whatever the length. */
const cutWord = (lettering: Lettering, word: string, width: number, style: TextStyle): readonly string[] => {
  const widths = new Map<string, number>();
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const { segment } of letters.segment(word)) {
    const own = widths.get(segment) ?? lineOf(lettering, segment, style).width;
    widths.set(segment, own);
    if (part !== '' && used + own > width) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += segment;
    used += own;
  }
  return [...parts, part];
};

const brokenParagraph = (
  lettering: Lettering,
  paragraph: string,
  width: number,
  style: TextStyle,
): readonly TextLine[] => {
  const whole = lineOf(lettering, paragraph.trimEnd(), style);
  if (whole.width <= width) return [whole];
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of wordsOf(paragraph)) {
    const ownWidth = lineOf(lettering, word.trimEnd(), style).width;
    if (used + ownWidth > width && line !== '') {
      lines.push(line);
      line = '';
      used = 0;
    }
    const parts = ownWidth > width ? cutWord(lettering, word, width, style) : [word];
    lines.push(...parts.slice(0, -1));
    const rest = parts.at(-1) ?? '';
    line += rest;
    used += lineOf(lettering, rest, style).width;
  }
  return [...lines, line].map((each) => lineOf(lettering, each.trimEnd(), style));
};

/** The longest beginning of a text that fits with an ellipsis behind it. */
const shortened = (lettering: Lettering, text: string, width: number, style: TextStyle): TextLine => {
  const parts = [...letters.segment(text.trimEnd())].map(({ segment }) => segment);
  for (let length = parts.length; length > 0; length -= 1) {
    const line = lineOf(lettering, `${parts.slice(0, length).join('').trimEnd()}…`, style);
    if (line.width <= width) return line;
  }
  return lineOf(lettering, '…', style);
};

/** The text broken into lines of a column; with `lines`, the last of so many ends in an ellipsis where more follow. */
export const textLines = (
  lettering: Lettering,
  text: string,
  width: number,
  style: TextStyle,
): readonly TextLine[] => {
  const lines = text.split('\n').flatMap((paragraph) => brokenParagraph(lettering, paragraph, width, style));
  if (style.lines === undefined || lines.length <= style.lines) return lines;
  const kept = lines.slice(0, style.lines - 1);
  const over = lines
    .slice(style.lines - 1, style.lines + 1)
    .map(({ runs }) => runs.map((run) => run.text).join(''))
    .join(' ');
  return [...kept, shortened(lettering, over, width, style)];
};

const smallestSize = 4;

/** The style in which no line of a figure breaks: smaller where it is too wide. A figure in two parts misleads. */
export const fittedStyle = (
  lettering: Lettering,
  text: string,
  width: number,
  style: TextStyle,
): TextStyle => {
  const widest = Math.max(...text.split('\n').map((line) => lineOf(lettering, line, style).width));
  if (widest <= width) return style;
  return { ...style, size: Math.max(smallestSize, ((style.size ?? 9) * width * 0.99) / widest) };
};
