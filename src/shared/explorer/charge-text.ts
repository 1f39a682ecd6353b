import { z } from 'zod';

/**
 * A text of a charge in an answer, as it was delivered. The importer takes CSV records of up to 14 MiB and shortens
 * nothing, so a tighter bound would make an answer fail that holds one long description.
 */
export const chargeTextSchema = z.string().max(16 * 1024 * 1024);
