import type { OrganisationContext } from '../../platform/http/context.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { allows } from '../../shared/access.ts';
import type { InputOf } from '../../shared/endpoint.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import { explorerStateSchema } from '../../shared/explorer/state.ts';
import type { NewId } from '../../shared/ids.ts';
import { type Clock, formatInstant } from '../../shared/time.ts';
import { type createView, type updateView, type View, viewsPerPerson } from '../../shared/views/contract.ts';
import * as repo from './view-repo.ts';

export interface ViewDependencies {
  readonly clock: Clock;
  readonly newId: NewId;
}

/** A view as the API shows it; undefined when today's explorer no longer understands what was saved. */
const present = (row: repo.ViewRow, personId: string | undefined): View | undefined => {
  const state = explorerStateSchema.safeParse(row.state);
  if (!state.success) return undefined;
  const { id, name, ownerId, ownerName, isShared, version } = row;
  const [createdAt, updatedAt] = [formatInstant(row.createdAt), formatInstant(row.updatedAt)];
  const isOwn = ownerId === personId;
  return { id, name, state: state.data, ownerId, ownerName, isOwn, isShared, version, createdAt, updatedAt };
};

const presentOne = async (tx: Tx, id: string, personId: string): Promise<View> => {
  const row = await repo.findView(tx, id);
  const view = row && present(row, personId);
  if (!view) throw notFound('view');
  return view;
};

/** The person of a request: an API key has no views, because nobody would see them. */
const ownerOf = (context: OrganisationContext): string => {
  if (context.personId !== undefined) return context.personId;
  throw new AppError('forbidden', {
    detail: 'A view belongs to a person; an API key cannot save, change or delete one.',
    fix: 'Do this in the console.',
  });
};

const requireSharing = (context: OrganisationContext): void => {
  if (allows(context.role, 'view.share')) return;
  throw new AppError('forbidden', {
    detail: 'Your role may save views for yourself, but not share them with the organisation.',
    fix: 'Save it as a personal view, or ask an administrator to share it.',
  });
};

const refuseSameName = async (tx: Tx, ownerId: string, name: string, exceptId?: string): Promise<void> => {
  if (!(await repo.hasViewNamed(tx, ownerId, name, exceptId))) return;
  throw new AppError('conflict', {
    detail: `You have a view named "${name}" already.`,
    fix: 'Choose another name, or change that view.',
  });
};

/** The views that the caller may see. */
export const listViews = async (context: OrganisationContext): Promise<{ items: View[] }> => {
  const rows = await context.read((tx) => repo.listViews(tx));
  return { items: rows.flatMap((row) => present(row, context.personId) ?? []) };
};

/**
 * Saves a view for the caller.
 * @throws AppError forbidden when it is to be shared and the role may not
 * @throws AppError conflict when the caller has one of this name, or too many
 */
export const createOne =
  ({ clock, newId }: ViewDependencies) =>
  (context: OrganisationContext, body: InputOf<typeof createView>['body']): Promise<View> => {
    const ownerId = ownerOf(context);
    if (body.isShared) requireSharing(context);
    return context.change(async ({ tx, audit }) => {
      if ((await repo.countViewsOf(tx, ownerId)) >= viewsPerPerson) {
        throw new AppError('conflict', {
          detail: `You have ${viewsPerPerson} views, which is the limit.`,
          fix: 'Delete some first.',
        });
      }
      await refuseSameName(tx, ownerId, body.name);
      const at = clock.now();
      const id = newId();
      await repo.insertView(tx, {
        id,
        organisationId: context.organisationId,
        ownerId,
        name: body.name,
        state: JSON.stringify(body.state),
        isShared: body.isShared,
        version: 1,
        createdAt: at,
        updatedAt: at,
      });
      await audit({
        action: 'view.created',
        target: { kind: 'view', id },
        after: { isShared: body.isShared },
      });
      return presentOne(tx, id, ownerId);
    });
  };

/**
 * Changes one of the caller's own views.
 * @throws AppError not_found also for another's personal view; forbidden for a shared one of somebody else
 * @throws AppError stale_version when it was changed meanwhile
 */
export const changeOne =
  ({ clock }: Pick<ViewDependencies, 'clock'>) =>
  (context: OrganisationContext, id: string, body: InputOf<typeof updateView>['body']): Promise<View> => {
    const ownerId = ownerOf(context);
    return context.change(async ({ tx, audit }) => {
      const row = await repo.findView(tx, id);
      if (!row) throw notFound('view');
      if (row.ownerId !== ownerId) {
        throw new AppError('forbidden', {
          detail: `The view belongs to ${row.ownerName}.`,
          fix: 'Save it under a name of your own.',
        });
      }
      if (body.isShared && !row.isShared) requireSharing(context);
      if (body.name !== undefined) await refuseSameName(tx, ownerId, body.name, id);
      const { name = row.name, isShared = row.isShared } = body;
      const state = body.state === undefined ? {} : { state: JSON.stringify(body.state) };
      const changed = await repo.updateView(tx, id, body.version, {
        name,
        isShared,
        ...state,
        updatedAt: clock.now(),
      });
      if (!changed) {
        throw new AppError('stale_version', {
          detail: `The view is at version ${row.version}, not ${body.version}.`,
          fix: 'Load it again and repeat the change.',
        });
      }
      await audit({
        action: 'view.changed',
        target: { kind: 'view', id },
        before: { isShared: row.isShared },
        after: { isShared, renamed: name !== row.name, stateChanged: body.state !== undefined },
      });
      return presentOne(tx, id, ownerId);
    });
  };

/**
 * Deletes one of the caller's own views, or a shared one where the role may share.
 * @throws AppError not_found also for another's personal view
 */
export const deleteOne = async (context: OrganisationContext, id: string): Promise<undefined> => {
  const ownerId = ownerOf(context);
  await context.change(async ({ tx, audit }) => {
    const row = await repo.findView(tx, id);
    if (!row) throw notFound('view');
    if (row.ownerId !== ownerId) requireSharing(context);
    await repo.deleteView(tx, id);
    await audit({ action: 'view.deleted', target: { kind: 'view', id }, before: { isShared: row.isShared } });
  });
  return undefined;
};
