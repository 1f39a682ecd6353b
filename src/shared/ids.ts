import { v7 } from 'uuid';
import { z } from 'zod';

/** A UUID as text; ours are version 7 (RFC 9562), so that they sort by creation. */
export const idSchema = z.uuid();

/** Makes identifiers; passed in so that tests and generators can be deterministic. */
export type NewId = () => string;

/** A fresh UUID v7. */
export const newId: NewId = () => v7();
