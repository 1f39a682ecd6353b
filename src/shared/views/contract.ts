import { z } from 'zod';
import { emptySchema, endpoint } from '../endpoint.ts';
import { explorerStateSchema } from '../explorer/state.ts';
import { idSchema } from '../ids.ts';
import { instantSchema } from '../time.ts';

const nameSchema = z.string().trim().min(1).max(120);

export const viewSchema = z.object({
  id: idSchema,
  name: z.string().max(120),
  /** What the explorer shows when the view is opened. */
  state: explorerStateSchema,
  ownerId: idSchema,
  ownerName: z.string().max(200),
  /** Whether the caller owns it. */
  isOwn: z.boolean(),
  /** Seen by everybody in the organisation who may read costs; a personal view by its owner only. */
  isShared: z.boolean(),
  /** Counts changes; a change names the version it was made from. */
  version: z.int(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type View = z.infer<typeof viewSchema>;

const tag = 'Views';
const at = '/organisations/:organisationId/views';
const one = z.object({ viewId: idSchema });
const save = { kind: 'organisation', permission: 'view.save' } as const;

/** Views of one person at most. */
export const viewsPerPerson = 200;

export const listViews = endpoint({
  id: 'views.list',
  method: 'GET',
  path: at,
  tag,
  access: { kind: 'organisation', permission: 'cost.read' },
  summary: "The caller's own views and those shared with the organisation, by name",
  response: z.object({ items: z.array(viewSchema) }),
});

export const createView = endpoint({
  id: 'views.create',
  method: 'POST',
  path: at,
  tag,
  access: save,
  summary: 'Saves a view of the explorer; sharing it needs the permission `view.share`',
  creates: true,
  body: z.object({ name: nameSchema, state: explorerStateSchema, isShared: z.boolean().default(false) }),
  response: viewSchema,
  status: 201,
});

export const updateView = endpoint({
  id: 'views.update',
  method: 'PATCH',
  path: `${at}/:viewId`,
  tag,
  access: save,
  summary: "Changes one of the caller's own views",
  params: one,
  body: z.object({
    name: nameSchema.optional(),
    state: explorerStateSchema.optional(),
    isShared: z.boolean().optional(),
    version: z.int().min(1),
  }),
  response: viewSchema,
});

export const deleteView = endpoint({
  id: 'views.delete',
  method: 'DELETE',
  path: `${at}/:viewId`,
  tag,
  access: save,
  summary: "Deletes one of the caller's own views, or with `view.share` a shared one",
  params: one,
  response: emptySchema,
  status: 204,
});
