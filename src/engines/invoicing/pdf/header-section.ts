import type { AddressFacts, InvoiceFacts, PartyFacts } from '../invoice-facts.ts';
import { asArtifact, type Canvas, colours, frameWidth, heightOf, page, tagged, write } from './canvas.ts';
import { dueOf } from './due.ts';
import { readableCountry, readableDay, readablePeriod } from './formats.ts';

const addressLines = ({ language }: Canvas, address: AddressFacts | undefined): readonly string[] => {
  if (!address) return [];
  const { street, street2, street3, postcode, city, region, country } = address;
  const place = [postcode, city].filter((part) => part !== undefined).join('  ');
  return [street, street2, street3, place, region, country && readableCountry(country, language)].filter(
    (line): line is string => line !== undefined && line !== '',
  );
};

const registrations = ({ words }: Canvas, { vatId, legalRegistration }: PartyFacts): readonly string[] => [
  ...(vatId === undefined ? [] : [`${words.vatId} ${vatId}`]),
  ...(legalRegistration === undefined ? [] : [`${words.registration} ${legalRegistration.id}`]),
];

/** A heading and lines below; returns where it ends. */
const block = (
  canvas: Canvas,
  heading: string,
  name: string,
  lines: readonly string[],
  x: number,
  width: number,
): number => {
  let y = canvas.y;
  tagged(canvas, 'P', () => {
    write(canvas, heading, x, y, width, { size: 8, colour: colours.faint });
    y += 13;
    write(canvas, name, x, y, width, { size: 10.5, strong: true });
    y += heightOf(canvas, name, width, { size: 10.5, strong: true }) + 2;
    const text = lines.join('\n');
    write(canvas, text, x, y, width, { colour: colours.soft });
    y += heightOf(canvas, text, width);
  });
  return y;
};

/** So many preceding invoices stand in the head. */
export const mostInHead = 3;

export const precedingOf = ({ precedingInvoices }: InvoiceFacts): string =>
  precedingInvoices.map(({ number }) => number).join(', ');

const metaRows = ({ facts, words, language }: Canvas): readonly (readonly [string, string])[] => {
  const day = (given: string | undefined) => given && readableDay(given, language);
  const { delivery, period, precedingInvoices } = facts;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [words.number, facts.number],
    [words.issueDate, day(facts.issueDate)],
    [words.dueDate, day(facts.dueDate)],
    [words.taxPoint, day(facts.taxPointDate)],
    // The day of the supply belongs on an invoice (VAT Directive, article 226, 7).
    [words.deliveredOn, day(delivery?.date)],
    [words.period, period?.start && period.end && readablePeriod(period.start, period.end, language)],
    [words.buyerReference, facts.buyerReference],
    [words.order, facts.orderReference],
    [words.contract, facts.contractReference],
    [words.project, facts.projectReference],
    // More of them stand below as a remark: here they would push everything else off the page.
    [words.preceding, precedingInvoices.length > mostInHead ? undefined : precedingOf(facts)],
  ];
  return rows.filter((row): row is readonly [string, string] => row[1] !== undefined && row[1] !== '');
};

const metaTable = (canvas: Canvas, x: number, width: number): number => {
  const labelWidth = 88;
  let y = canvas.y;
  for (const [label, value] of metaRows(canvas)) {
    const top = y;
    const style = { strong: label === canvas.words.number };
    tagged(canvas, 'P', () => {
      write(canvas, label, x, top, labelWidth, { colour: colours.soft });
      write(canvas, value, x + labelWidth, top, width - labelWidth, style);
    });
    const height = Math.max(
      heightOf(canvas, label, labelWidth),
      heightOf(canvas, value, width - labelWidth, style),
    );
    y += Math.max(14, height + 3);
  }
  return y;
};

const masthead = (canvas: Canvas): void => {
  const { pdf, facts, words } = canvas;
  const { seller } = facts;
  const title = facts.type === 'invoice' ? words.invoice : words.creditNote;
  const name = seller.tradingName ?? seller.name ?? '';
  const nameStyle = { size: name.length > 60 ? 12 : 17, strong: true };
  asArtifact(canvas, () => {
    pdf.rect(0, 0, page.width, 8).fill(colours.brand);
  });
  tagged(canvas, 'P', () => write(canvas, name, page.left, 42, 300, { ...nameStyle, colour: colours.brand }));
  tagged(canvas, 'H1', () =>
    write(canvas, title, page.right - 250, 38, 250, { size: 22, strong: true, align: 'right', fit: true }),
  );
  const lines = [
    ...(seller.tradingName === undefined ? [] : [seller.name ?? '']),
    addressLines(canvas, seller.address).join(' · '),
    [seller.contact?.phone, seller.contact?.email].filter((part) => part !== undefined).join(' · '),
  ].filter((line) => line !== '');
  const text = lines.join('\n');
  const below = 42 + Math.max(24, heightOf(canvas, name, 300, nameStyle) + 2);
  tagged(canvas, 'P', () => write(canvas, text, page.left, below, 330, { size: 8.5, colour: colours.soft }));
  canvas.y = Math.max(126, below + heightOf(canvas, text, 330, { size: 8.5 }) + 24);
};

const dueBox = (canvas: Canvas): void => {
  const { pdf } = canvas;
  const top = canvas.y;
  const { label, money, until } = dueOf(canvas);
  asArtifact(canvas, () => {
    pdf.roundedRect(page.left, top, frameWidth, 38, 4).fill(colours.tint);
  });
  tagged(canvas, 'P', () => {
    write(canvas, `${label}${until}`, page.left + 14, top + 13, 250, {
      size: 10,
      colour: colours.brand,
      fit: true,
    });
    write(canvas, money, page.right - 234, top + 9, 220, {
      fit: true,
      size: 15,
      strong: true,
      colour: colours.brand,
      align: 'right',
    });
  });
  canvas.y = top + 56;
};

/** The first page's head: who bills whom, the particulars, and what is due. */
export const drawHeader = (canvas: Canvas): void => {
  masthead(canvas);
  const { facts, words } = canvas;
  const { buyer, delivery, payee, taxRepresentative } = facts;
  const left = 240;
  let end = block(
    canvas,
    words.billedTo,
    buyer.name ?? '',
    [...addressLines(canvas, buyer.address), ...registrations(canvas, buyer)],
    page.left,
    left,
  );
  const metaEnd = metaTable(canvas, page.left + 268, frameWidth - 268);
  const below = (heading: string, name: string, lines: readonly string[]): void => {
    canvas.y = end + 10;
    end = block(canvas, heading, name, lines, page.left, left);
  };
  if (delivery?.address)
    below(words.deliveredTo, delivery.name ?? '', addressLines(canvas, delivery.address));
  if (payee) below(words.payTo, payee.name ?? '', []);
  if (taxRepresentative) {
    below(words.representative, taxRepresentative.name ?? '', [
      ...addressLines(canvas, taxRepresentative.address),
      `${words.vatId} ${taxRepresentative.vatId}`,
    ]);
  }
  canvas.y = Math.max(end, metaEnd) + 18;
  dueBox(canvas);
};
