/**
 * What the sample's company pays a seat and month by contract, in USD: a little below the list for what it has many of, and prices
 * for products that the reference list lacks. Two products stay without a price, as they do in most companies.
 */
const monthly: Readonly<Record<string, string>> = {
  SPE_E3: '35.88',
  SPE_E5: '54.75',
  ENTERPRISEPACK: '23.40',
  SPE_F1: '9.20',
  EMS: '10.60',
  EXCHANGESTANDARD: '4.00',
  EXCHANGEENTERPRISE: '8.00',
  IDENTITY_THREAT_PROTECTION: '12.00',
  MCOMEETADV: '4.00',
  Microsoft_Teams_Premium: '10.00',
  OFFICESUBSCRIPTION: '12.00',
};

/** Contract prices; when they end is what Microsoft says of each subscription. */
export const contractPrices = () =>
  Object.entries(monthly).map(([skuPartNumber, monthlyPrice]) => ({ skuPartNumber, monthlyPrice }));
