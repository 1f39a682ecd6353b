/** The licence side of the API, one file a page. */
export * from './finding-contract.ts';
export * from './inventory-contract.ts';
export * from './mix-contract.ts';
export * from './overview-contract.ts';
export * from './price-contract.ts';
export * from './usage-contract.ts';
export * from './user-contract.ts';
