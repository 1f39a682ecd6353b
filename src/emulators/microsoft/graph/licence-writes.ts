import { z } from 'zod';
import type { TenantState } from '../directory/tenant-state.ts';
import { readLicenceChange } from '../licences/change-request.ts';
import { changeGroupLicences, recomputeUser, requireEditable } from '../licences/group-licences.ts';
import { changeUserLicences, type WriteTime } from '../licences/user-licences.ts';
import type { EmulatedGroup, EmulatedUser } from '../tenant/entities.ts';
import type { DueWork } from './due-work.ts';
import { badRequest, resourceNotFound } from './graph-error.ts';
import { contextOf, type GraphAnswer, type GraphParts, type GraphRequest } from './graph-request.ts';
import { presentGroup } from './groups.ts';
import { defaultUserProperties, presentUser } from './user-properties.ts';

const reference = z.object({ '@odata.id': z.string().max(500) });

export interface LicenceWrites {
  assignToUser(request: GraphRequest, principal: string): GraphAnswer;
  reprocess(request: GraphRequest, principal: string): GraphAnswer;
  assignToGroup(request: GraphRequest, groupId: string): GraphAnswer;
  addMember(request: GraphRequest, groupId: string): GraphAnswer;
  removeMember(request: GraphRequest, groupId: string, userId: string): GraphAnswer;
}

const latestUser = (state: TenantState, principal: string): EmulatedUser => {
  const user = state.users.latest(state.userIdOf(principal) ?? '');
  if (!user) throw resourceNotFound(principal.slice(0, 200));
  return user;
};

const latestGroup = (state: TenantState, id: string): EmulatedGroup => {
  const group = state.groups.latest(id.toLowerCase());
  if (!group) throw resourceNotFound(id.slice(0, 200));
  return group;
};

const referencedId = (body: unknown): string => {
  const read = reference.safeParse(body);
  const id = read.success
    ? /\/(?:directoryObjects|users)\/([^/]+)$/.exec(read.data['@odata.id'])?.[1]
    : undefined;
  if (id === undefined)
    throw badRequest("Invalid value specified for property '@odata.id' of the reference.");
  return decodeURIComponent(id);
};

/** Writes of licences and memberships. What a group gives reaches its members later, as `due` has it. */
export const createLicenceWrites = (parts: GraphParts, due: DueWork): LicenceWrites => {
  const { settings } = parts;
  const writeTime = (): WriteTime => ({
    now: parts.clock(),
    visibleAtMs: parts.paceMs() + settings.replicationLagMs,
  });
  const followGroup = (state: TenantState, userIds: readonly string[]) => {
    due.add(settings.groupProcessingMs, () => {
      for (const userId of userIds) recomputeUser(state, userId, writeTime());
    });
  };
  const userAnswer = (user: EmulatedUser): GraphAnswer => {
    const names = [...defaultUserProperties, 'accountEnabled', 'assignedLicenses'];
    return {
      status: 200,
      body: { '@odata.context': contextOf(parts, 'users/$entity'), ...presentUser(names)(user) },
    };
  };
  const changeMembers = (
    state: TenantState,
    group: EmulatedGroup,
    userId: string,
    isMember: boolean,
  ): GraphAnswer => {
    const others = group.memberIds.filter((id) => id !== userId);
    const memberIds = isMember ? [...others, userId] : others;
    state.groups.write({ ...group, memberIds }, writeTime().visibleAtMs);
    state.noteMembership(group.id, userId, isMember);
    followGroup(state, [userId]);
    return { status: 204 };
  };

  return {
    assignToUser({ caller, body }, principal) {
      const { state } = caller;
      const user = latestUser(state, principal);
      return userAnswer(changeUserLicences(state, user, readLicenceChange(state, body), writeTime()));
    },
    reprocess({ caller }, principal) {
      const user = latestUser(caller.state, principal);
      return userAnswer(recomputeUser(caller.state, user.id, writeTime(), true) ?? user);
    },
    assignToGroup({ caller, body }, groupId) {
      const { state } = caller;
      const group = latestGroup(state, groupId);
      const after = changeGroupLicences(
        state,
        group,
        readLicenceChange(state, body),
        writeTime().visibleAtMs,
      );
      followGroup(state, after.memberIds);
      const context = { '@odata.context': contextOf(parts, 'groups/$entity') };
      return { status: 202, body: { ...context, ...presentGroup()(after) } };
    },
    addMember({ caller, body }, groupId) {
      const { state } = caller;
      const group = latestGroup(state, groupId);
      const user = latestUser(state, referencedId(body));
      requireEditable(group);
      if (group.memberIds.includes(user.id)) {
        throw badRequest(
          "One or more added object references already exist for the following modified properties: 'members'.",
        );
      }
      return changeMembers(state, group, user.id, true);
    },
    removeMember({ caller }, groupId, userId) {
      const { state } = caller;
      const group = latestGroup(state, groupId);
      requireEditable(group);
      const id = userId.toLowerCase();
      if (!group.memberIds.includes(id)) throw resourceNotFound(userId.slice(0, 200));
      return changeMembers(state, group, id, false);
    },
  };
};
