import {
  asArtifact,
  type Canvas,
  colours,
  lineHeight,
  linesIn,
  page,
  tagged,
  write,
  writeLines,
} from './canvas.ts';
import type { TextStyle } from './text-lines.ts';

/** Begins a page that goes on with the one before, and says of what. */
const startPage = (canvas: Canvas): void => {
  const { pdf, facts, words } = canvas;
  pdf.addPage();
  const title = facts.type === 'invoice' ? words.invoice : words.creditNote;
  const name = facts.seller.tradingName ?? facts.seller.name ?? '';
  asArtifact(
    canvas,
    () => {
      pdf.rect(0, 0, page.width, 8).fill(colours.brand);
      write(canvas, name, page.left, 30, 230, { size: 9, strong: true, colour: colours.brand, lines: 1 });
      write(canvas, `${title} ${facts.number} · ${words.continued}`, page.right - 260, 30, 260, {
        size: 9,
        lines: 1,
        colour: colours.soft,
        align: 'right',
      });
    },
    'Pagination',
  );
  canvas.y = 60;
};

/** Makes room: goes to a new page where `height` does not fit, and repeats what `repeat` draws at its top. */
export const ensureRoom = (canvas: Canvas, height: number, repeat?: () => void): void => {
  if (canvas.y + height <= page.bottom) return;
  startPage(canvas);
  repeat?.();
};

/** Writes a text of any length below the cursor, over as many pages as it needs, and moves the cursor behind it. */
export const flowText = (
  canvas: Canvas,
  text: string,
  x: number,
  width: number,
  style: TextStyle,
  repeat?: () => void,
): void => {
  const step = lineHeight(canvas, style);
  let rest = linesIn(canvas, text, width, style);
  while (rest.length > 0) {
    ensureRoom(canvas, step, repeat);
    const here = rest.slice(0, Math.max(1, Math.floor((page.bottom - canvas.y) / step)));
    const top = canvas.y;
    tagged(canvas, 'P', () => writeLines(canvas, here, x, top, width, style));
    canvas.y = top + here.length * step;
    rest = rest.slice(here.length);
  }
};

/** The foot of every page, when it is known how many there are. */
export const drawFooters = (canvas: Canvas): void => {
  const { pdf, facts, words } = canvas;
  const { seller, payment } = facts;
  const { start, count } = pdf.bufferedPageRange();
  const account = payment.means.find((means) => means.account)?.account?.id;
  const parts = [
    seller.name,
    seller.vatId && `${words.vatId} ${seller.vatId}`,
    seller.taxRegistration,
    seller.legalRegistration && `${words.registration} ${seller.legalRegistration.id}`,
    account,
    seller.legalForm,
  ].filter((part) => part !== undefined && part !== '');
  for (let at = start; at < start + count; at += 1) {
    pdf.switchToPage(at);
    asArtifact(
      canvas,
      () => {
        pdf.moveTo(page.left, 788).lineTo(page.right, 788).lineWidth(0.7).strokeColor(colours.line).stroke();
        write(canvas, parts.join(' · '), page.left, 796, 410, {
          size: 7.5,
          colour: colours.faint,
          lines: 3,
        });
        write(canvas, `${words.page} ${at + 1} ${words.of} ${count}`, page.right - 80, 796, 80, {
          size: 7.5,
          colour: colours.faint,
          align: 'right',
        });
      },
      'Pagination',
    );
  }
};
