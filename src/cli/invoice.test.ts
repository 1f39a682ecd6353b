import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { inflateSync } from 'node:zlib';
import { XMLValidator } from 'fast-xml-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleInput, exampleNames } from '../../test/support/invoice-documents.ts';
import { AppError } from '../shared/errors.ts';
import { checkInvoiceFile, type InvoiceFormat, renderInvoiceFile } from './invoice-work.ts';
import { exitCodeOf } from './run-command.ts';

const io = {
  stdin: Readable.from([]),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  interactive: false,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'invoice-'));
});

const example = (name: string): string => `examples/invoices/${name}.json`;

let number = 0;
const render = async (path: string, format: InvoiceFormat): Promise<Buffer> => {
  number += 1;
  const output = join(folder, String(number));
  expect(await renderInvoiceFile(path, { format, output }, io)).toBe('');
  return readFile(output);
};

/** Every stream of a PDF, unpacked. */
const streamsOf = (pdf: Buffer): readonly string[] =>
  [...pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, body = '']) => {
    const bytes = Buffer.from(body, 'latin1');
    try {
      return inflateSync(bytes).toString('utf8');
    } catch {
      return bytes.toString('utf8');
    }
  });

describe('trimtab invoice render', () => {
  it.each(exampleNames)('writes %s as UBL that breaks no rule', async (name) => {
    const output = join(folder, `${name}.xml`);
    await renderInvoiceFile(example(name), { format: 'ubl', output }, io);
    expect(await checkInvoiceFile(output, io)).toMatchObject({ valid: true, violations: [] });
  });

  it.each(exampleNames)('writes %s as Factur-X: PDF/A-3b with the very CII inside', async (name) => {
    const [pdf, cii] = [await render(example(name), 'facturx'), await render(example(name), 'cii')];
    const text = pdf.toString('latin1');
    const streams = streamsOf(pdf);
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(streams).toContain(cii.toString('utf8'));
    expect(text).toContain('/AFRelationship /Alternative');
    expect(text).toContain('(factur-x.xml)');
    const xmp = streams.find((stream) => stream.includes('pdfaid')) ?? '';
    expect(xmp).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(xmp).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(xmp).toContain('<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>');
    expect(xmp).toContain('<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>');
    expect(text).toContain('/OutputIntents');
  });

  it('gives the same bytes for the same document', async () => {
    const [first, second] = [
      await render(example('standard'), 'facturx'),
      await render(example('standard'), 'facturx'),
    ];
    expect(first.equals(second)).toBe(true);
  });

  it('carries any name, number and letter, and its metadata stays XML', async () => {
    const document = exampleInput('standard');
    document.seller.name = 'Müller & Söhne <Łódź> ΑΒΓ Ивановъ';
    document.number = 'A&B<1>';
    const file = join(folder, 'letters.json');
    await writeFile(file, JSON.stringify(document));
    const pdf = await render(file, 'facturx');
    const xmp = streamsOf(pdf).find((stream) => stream.includes('pdfaid')) ?? '';
    expect(xmp).toContain('Müller &amp; Söhne &lt;Łódź&gt; ΑΒΓ Ивановъ');
    expect(xmp).toContain('Factuur A&amp;B&lt;1&gt;');
    expect(XMLValidator.validate(xmp.replace(/^\s+/, ''))).toBe(true);
  });

  it('writes a PDF for people without a file inside', async () => {
    const pdf = (await render(example('two-rates'), 'pdf')).toString('latin1');
    expect(pdf).toContain('/StructTreeRoot');
    expect(pdf).not.toContain('EmbeddedFile');
  });

  it('computes totals of the examples', async () => {
    const due = async (name: string) =>
      JSON.parse((await render(example(name), 'json')).toString()).totals.due;
    // 5051.10 + 21 % = 6111.83; 4265.94 + 21 % − 500 + 0.01 = 4661.80; 167.00 + 21 % = 202.07
    expect(await due('standard')).toBe('6111.83');
    expect(await due('allowance-charge')).toBe('4661.80');
    expect(await due('credit-note')).toBe('202.07');
    expect(await due('reverse-charge')).toBe('3704.00');
  });

  it('prints text formats on standard output for "-", and no binary ones', async () => {
    expect(await renderInvoiceFile(example('standard'), { format: 'cii', output: '-' }, io)).toMatch(
      /^<\?xml/,
    );
    await expect(renderInvoiceFile(example('standard'), { format: 'pdf', output: '-' }, io)).rejects.toThrow(
      /binary/,
    );
  });
});

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

describe('an electronic address by e-mail', () => {
  const byMail = async (id: string): Promise<string> => {
    const document = exampleInput('standard');
    document.buyer.electronicAddress = { id, scheme: 'EM' };
    const file = join(folder, 'mail.json');
    await writeFile(file, JSON.stringify(document));
    return file;
  };

  it.each(['cii', 'pdf', 'facturx', 'json'] as const)(
    'is on the EAS list, and goes into %s',
    async (format) => {
      const written = (await render(await byMail('rechnung@example.com'), format)).toString('latin1');
      if (format === 'cii') expect(written).toContain('schemeID="EM">rechnung@example.com<');
      if (format === 'json')
        expect(JSON.parse(written).buyer.electronicAddress).toEqual({
          id: 'rechnung@example.com',
          scheme: 'EM',
        });
    },
  );

  it('is none of Peppol’s, so that UBL is refused with the way out', async () => {
    const options = { format: 'ubl', output: '-' } as const;
    await expect(renderInvoiceFile(await byMail('rechnung@example.com'), options, io)).rejects.toThrow(
      /\$\.buyer\.electronicAddress\.scheme: found "EM"; PEPPOL-EN16931-CL008: Peppol has no such scheme .*give one/,
    );
  });

  it('is an e-mail address', async () => {
    const options = { format: 'cii', output: '-' } as const;
    await expect(renderInvoiceFile(await byMail('rechnung'), options, io)).rejects.toThrow(
      /electronicAddress\.id: found "rechnung"; expected an e-mail address/,
    );
  });

  it('in somebody’s Peppol invoice is found, and shown', async () => {
    const ubl = await renderInvoiceFile(example('standard'), { format: 'ubl', output: '-' }, io);
    const file = join(folder, 'mail.xml');
    await writeFile(file, ubl.replace(/(<cbc:EndpointID schemeID=")[^"]*/, '$1EM'));
    expect((await checkInvoiceFile(file, io)).violations).toMatchObject([
      { rule: 'PEPPOL-EN16931-CL008', path: 'seller.electronicAddress.scheme', found: 'EM' },
    ]);
    await writeFile(file, ubl.replaceAll(/(<cbc:CompanyID schemeID=")0106/g, '$10002'));
    expect((await checkInvoiceFile(file, io)).violations).toMatchObject([
      { rule: 'NL-R-003', path: 'seller.legalRegistration.scheme', found: '0002' },
      { rule: 'NL-R-005', path: 'buyer.legalRegistration.scheme', found: '0002' },
    ]);
  });
});

describe('a file that cannot be checked is named, with line, reason and remedy:', () => {
  const failureOf = async (content: string): Promise<AppError> => {
    const file = join(folder, 'unreadable.xml');
    await writeFile(file, content);
    const failure: unknown = await checkInvoiceFile(file, io).catch((error: unknown) => error);
    if (!(failure instanceof AppError)) throw new Error('it was read');
    return failure;
  };
  const ubl = (): Promise<string> =>
    renderInvoiceFile(example('standard'), { format: 'ubl', output: '-' }, io);
  const cii = (): Promise<string> =>
    renderInvoiceFile(example('standard'), { format: 'cii', output: '-' }, io);

  const unreadable: readonly (readonly [what: string, content: () => Promise<string>, expected: RegExp])[] = [
    ['an empty file', async () => '', /unreadable\.xml: This is not readable XML: there is nothing in it\./],
    [
      'a file that is cut off within an element',
      async () => (await ubl()).slice(0, 1500).replace(/<[^>]*$/, ''),
      /unreadable\.xml, line \d\d: .*the text ends before <ca?b?c:\w+> is closed/,
    ],
    [
      'a file that is cut off within a tag',
      async () => (await ubl()).replace(/(<\/cbc:Issue)[\s\S]*/, '$1'),
      /unreadable\.xml, line \d: .*the text ends within a tag/,
    ],
    ['an element that is not closed', async () => '<Invoice>\n', /line 1: .*before <Invoice> is closed/],
    ['tags that cross', async () => '<a>\n<b></a></b>', /unreadable\.xml, line 2: .*closing tag/],
    ['a PDF', async () => '%PDF-1.7\n…', /line 1: .*begins with "%PDF-1\.7", not with an element/],
    ['a comment alone', async () => '<!-- a -->', /no element in it/],
    ['CII', cii, /unreadable\.xml: This is neither .* but CII: its root element is <CrossIndustryInvoice>/],
    ['another document', async () => '<Order xmlns="urn:x"/>', /but <Order>/],
    ['two documents', async () => '<Invoice></Invoice><Invoice></Invoice>', /line 1: .*root/],
    ['two empty documents', async () => '<Invoice/><Order/>', /more than one root element/],
  ];

  it.each(unreadable)('%s', async (_what, content, expected) => {
    const failure = await failureOf(await content());
    expect(failure.detail).toMatch(expected);
    expect(failure.detail).not.toMatch(/undefined|\[/);
    expect(failure.fix).toBeTruthy();
    expect(exitCodeOf(failure.code)).toBe(2);
  });
});

it('an invoice that was computed to JSON says that it is no document to render', async () => {
  const file = join(folder, 'computed.json');
  await writeFile(file, await render(example('standard'), 'json'));
  await expect(renderInvoiceFile(file, { format: 'ubl', output: '-' }, io)).rejects.toThrow(
    /computed\.json, \$\.totals: this is what "--format json" writes/,
  );
});
