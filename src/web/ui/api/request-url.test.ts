import { describe, expect, it } from 'vitest';
import { fillPath, queryText, requestUrl } from './request-url.ts';

describe('the address of an operation', () => {
  it('encodes what is put into a path, so that a value cannot leave its segment', () => {
    expect(
      fillPath('/organisations/:organisationId/views/:viewId', { organisationId: 'a', viewId: '../x?y' }),
    ).toBe('/organisations/a/views/..%2Fx%3Fy');
  });

  it('refuses a path whose part is missing or empty', () => {
    expect(() => fillPath('/organisations/:organisationId', {})).toThrow('organisationId');
    expect(() => fillPath('/organisations/:organisationId', { organisationId: '' })).toThrow(
      'organisationId',
    );
  });

  it('repeats arrays, writes objects as JSON and leaves absent values out', () => {
    expect(queryText({ a: ['x', 'y'], b: undefined, c: null, d: { e: 1 }, f: false })).toBe(
      `?a=x&a=y&d=${encodeURIComponent('{"e":1}')}&f=false`,
    );
    expect(queryText({})).toBe('');
  });

  it('puts both below the version of the API', () => {
    expect(requestUrl('/runs/:id', { id: 7 }, { limit: 10 })).toBe('/api/v1/runs/7?limit=10');
  });
});
