import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { exampleInput, exampleNames } from '../../test/support/invoice-documents.ts';
import { example, folder, io, render } from '../../test/support/invoice-files.ts';
import { checkInvoiceFile, renderInvoiceFile } from './invoice-work.ts';

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

it('an invoice that was computed to JSON says that it is no document to render', async () => {
  const file = join(folder, 'computed.json');
  await writeFile(file, await render(example('standard'), 'json'));
  await expect(renderInvoiceFile(file, { format: 'ubl', output: '-' }, io)).rejects.toThrow(
    /computed\.json, \$\.totals: this is what "--format json" writes/,
  );
});
