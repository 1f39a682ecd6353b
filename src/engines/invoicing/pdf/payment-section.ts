import { encode } from 'uqr';
import { isIban, spacedIban } from '../../../shared/invoicing/iban.ts';
import type { PaymentMeansFacts } from '../invoice-facts.ts';
import { asArtifact, type Canvas, colours, frameWidth, heightOf, page, tagged, write } from './canvas.ts';
import { isPayableByBuyer } from './due.ts';
import { mostInHead, precedingOf } from './header-section.ts';
import { ensureRoom, flowText } from './page-flow.ts';
import { paymentCodeOf } from './payment-code.ts';

const codeSize = 78;

/** Draws the code as black squares, each row's neighbours as one, so that no reader shows gaps between them. */
const drawCode = (canvas: Canvas, content: string, x: number, y: number): void => {
  const { pdf } = canvas;
  const { data, size } = encode(content, { ecc: 'M', border: 0 });
  const module = codeSize / size;
  data.forEach((row, at) => {
    let start = 0;
    while (start < row.length) {
      let end = start;
      while (row[end] === true) end += 1;
      if (end > start) pdf.rect(x + start * module, y + at * module, (end - start) * module, module);
      start = end + 1;
    }
  });
  pdf.fill('#000000');
};

const meansLines = (
  { words }: Canvas,
  { account, mandate, card, description }: PaymentMeansFacts,
): readonly string[] => {
  const id = account?.id ?? '';
  return [
    ...(description === undefined ? [] : [description]),
    ...(account
      ? [
          `${words.account}: ${isIban(id) ? spacedIban(id) : id}${account.provider === undefined ? '' : ` (${account.provider})`}`,
        ]
      : []),
    ...(account?.name === undefined ? [] : [account.name]),
    ...(mandate ? [`${words.directDebit} ${mandate.id}`] : []),
    ...(card ? [`${words.card} ${card.number}`] : []),
  ];
};

/** The code for banking apps at the right edge, and what it is for. */
const drawScannable = (canvas: Canvas, code: string, top: number): void => {
  const x = page.right - codeSize;
  asArtifact(canvas, () => drawCode(canvas, code, x, top));
  tagged(canvas, 'P', () =>
    write(canvas, canvas.words.scan, x - 90, top + codeSize + 4, codeSize + 90, {
      size: 7,
      colour: colours.faint,
      align: 'right',
      fit: true,
    }),
  );
};

const highestBlock = 640;

/** How to pay: account and reference, terms, the link, and a code for banking apps. */
export const drawPayment = (canvas: Canvas): void => {
  const { facts, words } = canvas;
  const { terms, onlineLink: link } = facts.payment;
  // Who gets money back is not shown where to pay.
  const isPayable = isPayableByBuyer(facts);
  const means = facts.payment.means.filter(({ account }) => isPayable || account === undefined);
  const onlineLink = isPayable ? link : undefined;
  const reference = means.find((each) => each.account)?.reference;
  const lines = [
    ...means.flatMap((each) => meansLines(canvas, each)),
    ...(reference === undefined ? [] : [`${words.reference}: ${reference}`]),
  ].join('\n');
  const spoken = (terms ?? '')
    .split('\n')
    .filter((line) => link === undefined || !line.endsWith(link))
    .join('\n');
  if (lines === '' && spoken === '' && onlineLink === undefined) return;
  const code = paymentCodeOf(facts);
  const width = code === undefined ? frameWidth : frameWidth - codeSize - 24;
  const textHeight = heightOf(canvas, lines, width) + heightOf(canvas, spoken, width) + 50;
  const codeHeight = code === undefined ? 0 : codeSize + 24;
  ensureRoom(canvas, Math.max(Math.min(textHeight, highestBlock), codeHeight));
  const top = canvas.y;
  const pages = canvas.pdf.bufferedPageRange().count;
  if (code !== undefined) drawScannable(canvas, code, top);
  tagged(canvas, 'H2', () => write(canvas, words.payment, page.left, top, width, { size: 9, strong: true }));
  canvas.y = top + 16;
  const links = onlineLink === undefined ? '' : `${words.payOnline}: ${onlineLink}`;
  const styles = [
    {},
    {},
    { colour: colours.brand, ...(onlineLink === undefined ? {} : { link: onlineLink }) },
  ];
  [lines, spoken, links].forEach((text, at) => {
    if (text === '') return;
    flowText(canvas, text, page.left, width, { colour: colours.soft, ...styles[at] });
    canvas.y += 5;
  });
  const isSamePage = pages === canvas.pdf.bufferedPageRange().count;
  canvas.y = Math.max(canvas.y, isSamePage ? top + codeHeight - 6 : 0) + 12;
};

/** Remarks and the list of attachments. */
export const drawNotes = (canvas: Canvas): void => {
  const { facts, words } = canvas;
  const attachments = facts.attachments.map(({ reference, description, url, file }) =>
    [reference, description, file?.name, url].filter((part) => part !== undefined).join(' · '),
  );
  const preceding = facts.precedingInvoices.length > mostInHead ? precedingOf(facts) : '';
  const sections = [
    [words.preceding, preceding],
    [words.notes, facts.notes.join('\n\n')],
    [words.attachments, attachments.join('\n')],
  ] as const;
  for (const [heading, text] of sections) {
    if (text === '') continue;
    const height = heightOf(canvas, text, frameWidth);
    // A short remark stays whole; a long one begins where there is room for some lines, and goes on over pages.
    ensureRoom(canvas, Math.min(height, 120) + 22);
    const top = canvas.y;
    tagged(canvas, 'H2', () => write(canvas, heading, page.left, top, frameWidth, { size: 9, strong: true }));
    canvas.y = top + 15;
    flowText(canvas, text, page.left, frameWidth, { colour: colours.soft });
    canvas.y += 12;
  }
};
