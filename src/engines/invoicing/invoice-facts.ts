import type { InvoiceLanguage } from '../../shared/invoicing/invoice-document.ts';

/**
 * An invoice as EN 16931 sees it, totals included: what is written as UBL, CII or PDF, and what is read back from UBL.
 * Everything may be missing, because a document that was read may lack anything; names are those of the product's own
 * invoice document, so that a broken rule points to its JSON path. Decimals are text, digit for digit.
 */
export interface IdentifierFacts {
  readonly id: string;
  readonly scheme?: string | undefined;
}

export interface AddressFacts {
  readonly street?: string | undefined;
  readonly street2?: string | undefined;
  readonly street3?: string | undefined;
  readonly city?: string | undefined;
  readonly postcode?: string | undefined;
  readonly region?: string | undefined;
  readonly country?: string | undefined;
}

export interface PartyFacts {
  readonly name?: string | undefined;
  readonly tradingName?: string | undefined;
  readonly identifiers: readonly IdentifierFacts[];
  readonly legalRegistration?: IdentifierFacts | undefined;
  readonly vatId?: string | undefined;
  readonly taxRegistration?: string | undefined;
  readonly legalForm?: string | undefined;
  readonly electronicAddress?: IdentifierFacts | undefined;
  readonly address?: AddressFacts | undefined;
  readonly contact?:
    | {
        readonly name?: string | undefined;
        readonly phone?: string | undefined;
        readonly email?: string | undefined;
      }
    | undefined;
}

export interface PayeeFacts {
  readonly name?: string | undefined;
  readonly identifier?: IdentifierFacts | undefined;
  readonly legalRegistration?: IdentifierFacts | undefined;
}

export interface TaxRepresentativeFacts {
  readonly name?: string | undefined;
  readonly vatId?: string | undefined;
  readonly address?: AddressFacts | undefined;
}

export interface DeliveryFacts {
  readonly date?: string | undefined;
  readonly name?: string | undefined;
  readonly location?: IdentifierFacts | undefined;
  readonly address?: AddressFacts | undefined;
}

export interface PeriodFacts {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

export interface TaxFacts {
  readonly category?: string | undefined;
  readonly rate?: string | undefined;
}

/** An allowance or a charge; those of the document have a tax. */
export interface AdjustmentFacts {
  readonly amount?: string | undefined;
  readonly base?: string | undefined;
  readonly percent?: string | undefined;
  readonly reason?: string | undefined;
  readonly reasonCode?: string | undefined;
  readonly tax?: TaxFacts | undefined;
}

export interface PaymentMeansFacts {
  readonly code?: string | undefined;
  readonly description?: string | undefined;
  readonly reference?: string | undefined;
  readonly account?:
    | {
        readonly id?: string | undefined;
        readonly name?: string | undefined;
        readonly provider?: string | undefined;
      }
    | undefined;
  readonly card?: { readonly number?: string | undefined; readonly holder?: string | undefined } | undefined;
  readonly mandate?: { readonly id?: string | undefined; readonly debited?: string | undefined } | undefined;
}

export interface PaymentFacts {
  readonly means: readonly PaymentMeansFacts[];
  readonly terms?: string | undefined;
  readonly creditorId?: string | undefined;
  /** On paper only; in UBL and CII it is part of the terms. */
  readonly onlineLink?: string | undefined;
}

export interface TaxBreakdownFacts extends TaxFacts {
  readonly taxable?: string | undefined;
  readonly amount?: string | undefined;
  readonly exemptionReason?: string | undefined;
  readonly exemptionReasonCode?: string | undefined;
}

export interface TotalsFacts {
  readonly lines?: string | undefined;
  readonly allowances?: string | undefined;
  readonly charges?: string | undefined;
  readonly withoutTax?: string | undefined;
  readonly tax?: string | undefined;
  readonly taxInAccountingCurrency?: string | undefined;
  readonly withTax?: string | undefined;
  readonly prepaid?: string | undefined;
  readonly rounding?: string | undefined;
  readonly due?: string | undefined;
}

export interface LineFacts {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly note?: string | undefined;
  readonly quantity?: string | undefined;
  readonly unit?: string | undefined;
  readonly netAmount?: string | undefined;
  readonly price: {
    readonly net?: string | undefined;
    readonly gross?: string | undefined;
    readonly discount?: string | undefined;
    readonly baseQuantity?: string | undefined;
    readonly baseUnit?: string | undefined;
  };
  readonly tax: TaxFacts;
  readonly allowances: readonly AdjustmentFacts[];
  readonly charges: readonly AdjustmentFacts[];
  readonly period?: PeriodFacts | undefined;
  readonly orderLine?: string | undefined;
  readonly object?: IdentifierFacts | undefined;
  readonly accountingReference?: string | undefined;
  readonly sellerItemId?: string | undefined;
  readonly buyerItemId?: string | undefined;
  readonly standardItemId?: IdentifierFacts | undefined;
  readonly classifications: readonly {
    readonly code: string;
    readonly list?: string | undefined;
    readonly version?: string | undefined;
  }[];
  readonly originCountry?: string | undefined;
  readonly attributes: readonly { readonly name?: string | undefined; readonly value?: string | undefined }[];
}

export interface AttachmentFacts {
  readonly reference?: string | undefined;
  readonly description?: string | undefined;
  readonly url?: string | undefined;
  readonly file?:
    | { readonly name?: string | undefined; readonly mediaType?: string | undefined; readonly base64: string }
    | undefined;
}

export interface InvoiceFacts {
  readonly specification?: string | undefined;
  readonly businessProcess?: string | undefined;
  readonly type: 'invoice' | 'creditNote';
  readonly typeCode?: string | undefined;
  readonly number?: string | undefined;
  readonly issueDate?: string | undefined;
  readonly dueDate?: string | undefined;
  readonly taxPointDate?: string | undefined;
  readonly taxPointCode?: string | undefined;
  /** Of the printed form; a document that was read has none. */
  readonly language?: InvoiceLanguage | undefined;
  readonly currency?: string | undefined;
  readonly accountingCurrency?: string | undefined;
  /** Currencies of amounts that differ from the document's, where a document that was read has such. */
  readonly foreignCurrencies: readonly string[];
  readonly period?: PeriodFacts | undefined;
  readonly notes: readonly string[];
  readonly buyerReference?: string | undefined;
  readonly orderReference?: string | undefined;
  readonly salesOrderReference?: string | undefined;
  readonly contractReference?: string | undefined;
  readonly projectReference?: string | undefined;
  readonly receiptReference?: string | undefined;
  readonly despatchReference?: string | undefined;
  readonly tenderReference?: string | undefined;
  readonly invoicedObject?: IdentifierFacts | undefined;
  readonly accountingReference?: string | undefined;
  readonly precedingInvoices: readonly {
    readonly number?: string | undefined;
    readonly issueDate?: string | undefined;
  }[];
  readonly seller: PartyFacts;
  readonly buyer: PartyFacts;
  readonly payee?: PayeeFacts | undefined;
  readonly taxRepresentative?: TaxRepresentativeFacts | undefined;
  readonly delivery?: DeliveryFacts | undefined;
  readonly payment: PaymentFacts;
  readonly lines: readonly LineFacts[];
  readonly allowances: readonly AdjustmentFacts[];
  readonly charges: readonly AdjustmentFacts[];
  readonly taxBreakdown: readonly TaxBreakdownFacts[];
  readonly totals: TotalsFacts;
  readonly attachments: readonly AttachmentFacts[];
}
