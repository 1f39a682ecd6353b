import { expect, test } from 'vitest';
import { scramVerifier } from './scram.ts';

// RFC 7677, section 3: the exchange of user "user" with password "pencil". From its salt and count follow the
// keys; PostgreSQL stores them in this form.
test('the verifier has the keys of the example of RFC 7677', () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  expect(scramVerifier('pencil', salt)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});
