import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleInput } from '../../test/support/invoice-documents.ts';
import { example, folder, io, render } from '../../test/support/invoice-files.ts';
import { AppError } from '../shared/errors.ts';
import { renderInvoiceFile } from './invoice-work.ts';

interface Bad {
  readonly what: string;
  readonly path: string;
  readonly rule: RegExp;
  readonly change: (document: Document) => void;
}
type Document = ReturnType<typeof exampleInput>;

const first = (document: Document) => {
  const [line] = document.lines;
  if (!line) throw new Error('no line');
  return line;
};

const bad: readonly Bad[] = [
  {
    what: 'no street of a Dutch seller',
    path: '$.seller.address',
    rule: /NL-R-002/,
    change: (d) => delete d.seller.address.street,
  },
  {
    what: 'no KvK number of a Dutch seller',
    path: '$.seller.legalRegistration',
    rule: /NL-R-003/,
    change: (d) => delete d.seller.legalRegistration,
  },
  {
    what: 'no KvK scheme',
    path: '$.seller.legalRegistration.scheme',
    rule: /NL-R-003/,
    change: (d) => {
      d.seller.legalRegistration = { id: '1' };
    },
  },
  {
    what: 'no means of payment',
    path: '$.payment.means',
    rule: /NL-R-007/,
    change: (d) => {
      d.payment = {};
    },
  },
  {
    what: 'a wrong VAT identifier',
    path: '$.seller.vatId',
    rule: /check digits/,
    change: (d) => {
      d.seller.vatId = 'NL004495446B01';
    },
  },
  {
    what: 'a wrong IBAN',
    path: '$.payment.means[0].iban',
    rule: /IBAN/,
    change: (d) => {
      d.payment = { means: [{ kind: 'creditTransfer', iban: 'NL91ABNA0417164301' }] };
    },
  },
  {
    what: 'no electronic address of the buyer',
    path: '$.buyer.electronicAddress',
    rule: /PEPPOL-EN16931-R010/,
    change: (d) => delete d.buyer.electronicAddress,
  },
  {
    what: 'no reference',
    path: '$.buyerReference',
    rule: /PEPPOL-EN16931-R003/,
    change: (d) => {
      delete d.buyerReference;
      delete d.orderReference;
    },
  },
  {
    what: 'two notes',
    path: '$.notes',
    rule: /PEPPOL-EN16931-R002/,
    change: (d) => {
      d.notes = ['a', 'b'];
    },
  },
  {
    what: 'neither due date nor terms',
    path: '$.dueDate',
    rule: /BR-CO-25/,
    change: (d) => {
      delete d.dueDate;
      delete d.payment?.terms;
    },
  },
  {
    what: 'a total given',
    path: '$.totals',
    rule: /no such name/,
    change: (d) => {
      Object.assign(d, { totals: {} });
    },
  },
  {
    what: 'no lines',
    path: '$.lines',
    rule: /BR-16/,
    change: (d) => {
      d.lines = [];
    },
  },
  {
    what: 'a negative price',
    path: '$.lines[0].price.net',
    rule: /not negative/,
    change: (d) => {
      first(d).price = { net: '-1' };
    },
  },
  {
    what: 'a number for a price',
    path: '$.lines[0].price.net',
    rule: /text|string/,
    change: (d) => {
      Object.assign(first(d).price, { net: 1.5 });
    },
  },
  {
    what: 'an unknown unit',
    path: '$.lines[0].unit',
    rule: /Recommendation 20/,
    change: (d) => {
      first(d).unit = 'PCS';
    },
  },
  {
    what: 'an unknown currency',
    path: '$.currency',
    rule: /ISO 4217/,
    change: (d) => {
      d.currency = 'EUX';
    },
  },
  {
    what: 'standard rate of 0',
    path: '$.lines[0].tax.rate',
    rule: /BR-S-05/,
    change: (d) => {
      first(d).tax = { category: 'S', rate: '0' };
    },
  },
  {
    what: 'a scheme that is a name of JavaScript',
    path: '$.seller.electronicAddress.scheme',
    rule: /EAS list/,
    change: (d) => {
      d.seller.electronicAddress = { id: '1', scheme: '__proto__' };
    },
  },
  {
    what: 'a rate without its point',
    path: '$.lines[0].tax.rate',
    rule: /at most 100 per cent/,
    change: (d) => {
      first(d).tax = { category: 'S', rate: '2100' };
    },
  },
  {
    what: 'a name on two lines',
    path: '$.seller.name',
    rule: /expected text on one line/,
    change: (d) => {
      d.seller.name = 'a\nb';
    },
  },
  {
    what: 'exempt without a reason',
    path: '$.lines[0].tax.exemptionReason',
    rule: /BR-E-10/,
    change: (d) => {
      first(d).tax = { category: 'E', rate: '0' };
    },
  },
  {
    what: 'an intra-community supply to nowhere',
    path: '$.delivery.address.country',
    rule: /BR-IC-12/,
    change: (d) => {
      first(d).tax = { category: 'K', rate: '0' };
    },
  },
  {
    what: 'VAT identifiers outside its scope',
    path: '$.seller.vatId',
    rule: /BR-O-02/,
    change: (d) => {
      for (const line of d.lines) line.tax = { category: 'O' };
    },
  },
  {
    what: 'a discount that does not add up',
    path: '$.lines[0].price.net',
    rule: /R046/,
    change: (d) => {
      first(d).price = { net: '2', gross: '3', discount: '0.5' };
    },
  },
  {
    what: 'an allowance without a reason',
    path: '$.allowances[0]',
    rule: /BR-33/,
    change: (d) => {
      d.allowances = [{ amount: '1', tax: { category: 'S', rate: '21' } }];
    },
  },
  {
    what: 'a period that ends before it starts',
    path: '$.period.end',
    rule: /BR-29/,
    change: (d) => {
      d.period = { start: '2026-02-01', end: '2026-01-01' };
    },
  },
  {
    what: 'a whole card number',
    path: '$.payment.means[0].lastDigits',
    rule: /BR-51/,
    change: (d) => {
      d.payment = { means: [{ kind: 'card', lastDigits: '4111111111111111' }] };
    },
  },
  {
    what: 'a character that XML cannot carry',
    path: '$.notes[0]',
    rule: /expected text without control/,
    change: (d) => {
      d.notes = ['a\u0001b'];
    },
  },
  {
    what: 'blank text',
    path: '$.number',
    rule: /not empty/,
    change: (d) => {
      d.number = '  ';
    },
  },
  {
    what: 'a link that is no https',
    path: '$.payment.onlineLink',
    rule: /https/,
    change: (d) => {
      d.payment = { onlineLink: 'javascript:alert(1)' };
    },
  },
];

describe('bad invoices', () => {
  it.each(bad)('$what is refused at $path', async ({ path, rule, change }) => {
    const document = exampleInput('standard');
    change(document);
    const file = join(folder, 'bad.json');
    await writeFile(file, JSON.stringify(document));
    const failure: unknown = await renderInvoiceFile(
      file,
      { format: 'ubl', output: join(folder, 'bad.xml') },
      io,
    ).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AppError);
    if (!(failure instanceof AppError)) return;
    expect(failure.code).toBe('invalid_input');
    expect(failure.detail).toContain(`${path}:`);
    expect(failure.detail).toMatch(rule);
  });

  it('several preceding invoices have no room in CII', async () => {
    const file = join(folder, 'many.json');
    await writeFile(
      file,
      JSON.stringify({
        ...exampleInput('credit-note'),
        precedingInvoices: [{ number: '1' }, { number: '2' }],
      }),
    );
    await expect(renderInvoiceFile(file, { format: 'cii', output: join(folder, 'x') }, io)).rejects.toThrow(
      /precedingInvoices\[1\]/,
    );
  });

  it('what is not subject to VAT has a rate of 0 in the breakdown between German parties, and none elsewhere', async () => {
    const outside = (document: Document): Document => {
      delete document.seller.vatId;
      delete document.buyer.vatId;
      for (const line of document.lines) line.tax = { category: 'O' };
      return document;
    };
    const file = join(folder, 'outside.json');
    const dutch = outside(exampleInput('standard'));
    await writeFile(file, JSON.stringify(dutch));
    expect((await render(file, 'ubl')).toString()).not.toContain('<cbc:Percent>');
    const german = outside(exampleInput('standard'));
    german.seller.address.country = 'DE';
    german.buyer.address.country = 'DE';
    german.seller.contact = { name: 'A', phone: '+49 30 123', email: 'a@example.com' };
    await writeFile(file, JSON.stringify(german));
    const ubl = (await render(file, 'ubl')).toString();
    expect(ubl.match(/<cbc:Percent>0<\/cbc:Percent>/g)).toHaveLength(1);
    expect(ubl).toMatch(/<cac:TaxSubtotal>[\s\S]*<cbc:Percent>0</);
  });

  it('letters that cannot be printed are refused for PDF, by their path, and travel in UBL', async () => {
    const document = exampleInput('standard');
    first(document).name = '雲サービス';
    const file = join(folder, 'kanji.json');
    await writeFile(file, JSON.stringify(document));
    expect((await render(file, 'ubl')).toString()).toContain('雲サービス');
    const output = join(folder, 'kanji.pdf');
    await expect(renderInvoiceFile(file, { format: 'facturx', output }, io)).rejects.toThrow(
      /kanji\.json, \$\.lines\[0\]\.name: found "雲サービス".*U\+96F2/s,
    );
    expect(existsSync(output)).toBe(false);
  });

  it.each([
    ['package.json', /--font package\.json: found no font/],
    ['none.ttf', /--font none\.ttf: .*no such file/],
  ])('%s is no font', async (path, expected) => {
    const options = { format: 'pdf', output: join(folder, 'x.pdf'), font: [path] } as const;
    await expect(renderInvoiceFile(example('standard'), options, io)).rejects.toThrow(expected);
  });

  it('a font is for formats that have letters', async () => {
    const options = { format: 'ubl', output: '-', font: ['package.json'] } as const;
    await expect(renderInvoiceFile(example('standard'), options, io)).rejects.toThrow(/--font: found with/);
  });

  it('IGIC of 0 % is valid UBL, and no CII', async () => {
    const document = exampleInput('standard');
    for (const line of document.lines) line.tax = { category: 'L', rate: '0' };
    const file = join(folder, 'igic.json');
    await writeFile(file, JSON.stringify(document));
    expect(await render(file, 'ubl')).toBeInstanceOf(Buffer);
    await expect(renderInvoiceFile(file, { format: 'cii', output: join(folder, 'x') }, io)).rejects.toThrow(
      /lines\[0\]\.tax\.rate.*BR-AF-05/s,
    );
  });

  it('a folder that is not there is said', async () => {
    const output = join(folder, 'none', 'x.xml');
    await expect(renderInvoiceFile(example('standard'), { format: 'ubl', output }, io)).rejects.toThrow(
      /--output/,
    );
  });
});
