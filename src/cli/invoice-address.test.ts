import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleInput } from '../../test/support/invoice-documents.ts';
import { example, folder, io, render } from '../../test/support/invoice-files.ts';
import { checkInvoiceFile, renderInvoiceFile } from './invoice-work.ts';

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
