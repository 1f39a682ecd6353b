import { asArtifact, type Canvas, colours, page, write } from './canvas.ts';

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
      write(canvas, name, page.left, 30, 240, { size: 9, strong: true, colour: colours.brand });
      write(canvas, `${title} ${facts.number} · ${words.continued}`, page.right - 260, 30, 260, {
        size: 9,
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
        write(canvas, parts.join(' · '), page.left, 796, 410, { size: 7.5, colour: colours.faint });
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
