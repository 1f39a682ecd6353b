import type { GraphUser } from './graph-schemas.ts';
import { readUser, type Shared } from './read-user.ts';
import type { Directory, User } from './tenant.ts';

/** Takes Graph users one by one, so that the answers need not be in memory together. */
export interface DirectoryReader {
  /** A user that was read before (pages of a changing tenant overlap) is replaced. */
  add(user: GraphUser): void;
  finish(): Directory;
}

export const createDirectoryReader = (): DirectoryReader => {
  const shared: Shared = { sets: new Map(), texts: new Map() };
  const users: User[] = [];
  const placeById = new Map<string, number>();
  return {
    add: (graphUser) => {
      const key = graphUser.id.toLowerCase();
      const place = placeById.get(key) ?? users.length;
      placeById.set(key, place);
      users[place] = readUser(shared, graphUser, place);
    },
    finish: () => {
      const placeByName = new Map(users.map((user) => [user.label.toLowerCase(), user.place]));
      return {
        users,
        placeOf: (idOrName) => {
          const key = idOrName.toLowerCase();
          return placeByName.get(key) ?? placeById.get(key);
        },
      };
    },
  };
};
