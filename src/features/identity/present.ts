import type { z } from 'zod';
import { languageSchema, type profileSchema } from '../../shared/identity/contract.ts';
import type { PersonTable } from './people-repo.ts';

/** A person as the API shows it to itself. */
export const presentProfile = (person: PersonTable): z.infer<typeof profileSchema> => ({
  id: person.id,
  name: person.name,
  email: person.email,
  company: person.company,
  jobTitle: person.jobTitle,
  language: languageSchema.safeParse(person.language).data ?? null,
});
