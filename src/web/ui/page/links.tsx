import { Link as FluentLink, type LinkProps as FluentLinkProps } from '@fluentui/react-components';
import { useLinkProps, useNavigate, useParams } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useOrganisation } from '../session/session.ts';
import type { Search } from '../state/search-codec.ts';

/** Where a page of the organisation shown is. */
export interface PageTarget {
  /** As in the feature's pages, with params filled in: `cloud/imports/<id>`. */
  readonly path: string;
  readonly search?: Search | undefined;
}

/** The address of a page of an organisation. */
export const pagePath = (organisationId: string, path: string): string =>
  path === '' ? `/o/${organisationId}` : `/o/${organisationId}/${path}`;

/** Props that make an anchor a client-side link; opening in a new tab keeps working. */
export const usePageLink = ({ path, search }: PageTarget) => {
  const { organisationId } = useOrganisation();
  return useLinkProps({ to: pagePath(organisationId, path), search: (search ?? {}) as never });
};

type PageLinkProps = Omit<FluentLinkProps, 'as' | 'href'> & PageTarget;

/** A text link to a page of the organisation shown. */
export const PageLink = ({ path, search, children, ...rest }: PageLinkProps) => {
  const link = usePageLink({ path, search });
  return (
    <FluentLink {...(rest as object)} {...(link as object)}>
      {children}
    </FluentLink>
  );
};

/** Goes to a page of the organisation shown. */
export const useGoTo = (): ((target: PageTarget) => void) => {
  const navigate = useNavigate();
  const { organisationId } = useOrganisation();
  return useCallback(
    ({ path, search }) =>
      void navigate({ to: pagePath(organisationId, path), search: (search ?? {}) as never }),
    [navigate, organisationId],
  );
};

/** A param of the page's path, such as `importId` of `cloud/imports/$importId`. */
export const usePageParam = (name: string): string => {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const value = params[name];
  if (value === undefined) throw new Error(`The path of this page has no $${name}.`);
  return value;
};
